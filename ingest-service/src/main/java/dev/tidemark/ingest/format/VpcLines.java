package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** AWS's flow log lines: fields with blanks between, named by a header or by their number. */
final class VpcLines {

  /** All fields of versions 2 to 5, in AWS's order; the first 14 are the default format. */
  private static final List<String> ALL =
      List.of(
          ("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
                  + " start end action log-status vpc-id subnet-id instance-id tcp-flags type"
                  + " pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id"
                  + " pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path")
              .split(" ", -1));

  private static final Set<String> KNOWN = Set.copyOf(ALL);
  private static final int DEFAULT_COLUMNS = 14;
  private static final int STATUS_COLUMN = 13;
  private static final int MIN_KNOWN = 3;
  private static final int MAX_COLUMNS = 64;
  private static final Set<String> STATUSES = Set.of("OK", "NODATA", "SKIPDATA");

  private final FieldTable fields;
  private int[] allSlots = {};
  private int[] header = {};
  private int[] current = {};

  VpcLines(FieldTable fields) {
    this.fields = fields;
  }

  private int slot(String column) {
    String field = VpcMapping.field(column);
    return fields.has(field) ? fields.slot(field) : Slots.NONE;
  }

  boolean hasHeader() {
    return header.length > 0;
  }

  /** Takes a line that names fields; false: it is none. */
  boolean header(byte[] buffer, int from, int to) {
    if (!isLetter(buffer[from]) || !isNames(buffer, from, to)) {
      return false;
    }
    String[] names = text(buffer, from, to).strip().split("[ \t]+", -1);
    long known = List.of(names).stream().filter(KNOWN::contains).count();
    if (known < MIN_KNOWN || names.length > MAX_COLUMNS) {
      return false;
    }
    header = List.of(names).stream().mapToInt(this::slot).toArray();
    return true;
  }

  private static boolean isNames(byte[] buffer, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = buffer[at];
      if (!isLetter(b) && !isBlank(b) && b != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(byte b) {
    return b >= 'a' && b <= 'z';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Whether a line has the columns of the header; without one, those of a usual log. */
  boolean isRow(byte[] buffer, int from, int to) {
    int columns = count(buffer, from, to);
    if (hasHeader() && columns == header.length) {
      current = header;
      return true;
    }
    boolean usual = columns == DEFAULT_COLUMNS || columns == ALL.size();
    if (!usual || !isVersion(buffer, from) || !hasStatus(buffer, from, to)) {
      return false;
    }
    if (allSlots.length == 0) {
      allSlots = ALL.stream().mapToInt(this::slot).toArray();
    }
    current = allSlots;
    return true;
  }

  private static boolean isVersion(byte[] buffer, int from) {
    return buffer[from] >= '2' && buffer[from] <= '9' && isBlank(buffer[from + 1]);
  }

  private static boolean hasStatus(byte[] buffer, int from, int to) {
    int at = from;
    for (int i = 0; i < STATUS_COLUMN; i++) {
      at = next(buffer, end(buffer, at, to), to);
    }
    return STATUSES.contains(text(buffer, at, end(buffer, at, to)));
  }

  private static int count(byte[] buffer, int from, int to) {
    int count = 0;
    for (int at = from; at < to; at = next(buffer, end(buffer, at, to), to)) {
      count++;
    }
    return count;
  }

  private static int end(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && !isBlank(buffer[at])) {
      at++;
    }
    return at;
  }

  private static int next(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && isBlank(buffer[at])) {
      at++;
    }
    return at;
  }

  /** Puts the fields of a line that {@link #isRow} into their slots. */
  void read(byte[] buffer, int from, int to, EcsEvent event) {
    int at = from;
    for (int i = 0; i < current.length && at < to; i++) {
      int end = end(buffer, at, to);
      boolean told = end - at != 1 || buffer[at] != '-';
      if (told && current[i] != Slots.NONE) {
        event.set(current[i], text(buffer, at, end));
      }
      at = next(buffer, end, to);
    }
  }

  private static String text(byte[] buffer, int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }
}
