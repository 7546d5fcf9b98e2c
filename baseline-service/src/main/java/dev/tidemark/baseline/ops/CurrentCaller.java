package dev.tidemark.baseline.ops;

import dev.tidemark.contract.ApiKeys;
import jakarta.enterprise.context.RequestScoped;

/** Who sent the request at hand. */
@RequestScoped
public class CurrentCaller {

  private String name = "unknown";

  /** Name of the caller's key, or {@code local}; for the audit trail. */
  public String name() {
    return name;
  }

  void is(ApiKeys.Caller caller) {
    name = caller.name();
  }
}
