package dev.tidemark.alert.ops;

import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Versions as entity tags. */
public final class ETags {

  private ETags() {}

  /** The version in an {@code If-Match} header; null: any will do. */
  public static @Nullable Long version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return null;
    }
    try {
      return Long.valueOf(ifMatch.strip().replaceAll("^(W/)?\"(.*)\"$", "$2"));
    } catch (NumberFormatException notVersion) {
      throw Problems.of(
              "version-mismatch",
              "Version mismatch",
              Status.PRECONDITION_FAILED,
              "If-Match " + ifMatch + " is no ETag of this; send one as it was given")
          .build();
    }
  }
}
