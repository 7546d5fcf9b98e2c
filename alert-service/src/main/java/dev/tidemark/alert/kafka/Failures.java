package dev.tidemark.alert.kafka;

import io.vertx.pgclient.PgException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Tells failures that lie in a message from those that pass. */
final class Failures {

  private static final String DATA_EXCEPTION = "22";
  private static final String INTEGRITY = "23";
  private static final int DEEPEST = 20;

  private Failures() {}

  /** Whether trying again with the same message is pointless. */
  static boolean isOfData(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (isData(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean isData(Throwable cause) {
    if (cause instanceof PgException refused) {
      String state = String.valueOf(refused.getSqlState());
      return state.startsWith(DATA_EXCEPTION) || state.startsWith(INTEGRITY);
    }
    return cause instanceof DateTimeException
        || cause instanceof ArithmeticException
        || cause instanceof ClassCastException
        || cause instanceof NullPointerException;
  }

  /** The innermost message. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; depth < DEEPEST; depth++) {
      @Nullable Throwable cause = root.getCause();
      if (cause == null) {
        break;
      }
      root = cause;
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
