package dev.tidemark.ingest.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a document or a line of text is, once its format's mapping has looked at it. */
public sealed interface Verdict {

  /** Verdicts that need no further word. */
  enum Plain implements Verdict {
    /** An event: its fields and its time are set. */
    EVENT,
    /** A line of text that only tells how others are to be read. */
    HEADER,
    /** A line of text that no format knows. */
    UNKNOWN
  }

  /** Input that is as it should be, but tells of no network event. Each is counted. */
  enum NoEvent implements Verdict {
    /** AWS saw no traffic at an interface for a while: zero, and alive. */
    NODATA(true),
    /** AWS could not record: nobody knows how much there was. */
    SKIPDATA(false),
    /** A sensor tells about itself: it is alive. */
    SENSOR_STATUS(true);

    private final String code = name().toLowerCase(Locale.ROOT);
    private final boolean showsLife;

    NoEvent(boolean showsLife) {
      this.showsLife = showsLife;
    }

    /** The stable word for it in answers and metrics. */
    public String code() {
      return code;
    }

    /** Whether its source was watching at that time. */
    public boolean showsLife() {
      return showsLife;
    }
  }

  /**
   * It cannot be used.
   *
   * @param field the field at fault; null when it is the whole
   * @param reason why
   * @param detail what was wrong, for a person
   */
  record Fault(@Nullable String field, RejectReason reason, String detail) implements Verdict {

    private static final int LONGEST = 64;

    /** A field that should hold a time holds something else. */
    public static Fault notATime(String field, String text) {
      return new Fault(
          field,
          RejectReason.INVALID_TIMESTAMP,
          "'"
              + shortened(text)
              + "' is neither RFC 3339 with an offset nor a time since the epoch");
    }

    /** As much of a text as a message should hold. */
    public static String shortened(String text) {
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
  }
}
