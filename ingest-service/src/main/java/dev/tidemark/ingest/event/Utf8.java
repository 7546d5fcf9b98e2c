package dev.tidemark.ingest.event;

/** Checks of UTF-8 (RFC 3629). */
final class Utf8 {

  private Utf8() {}

  /** Whether all bytes of a range are UTF-8. */
  static boolean isValid(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to) {
      if (buffer[at] >= 0) {
        at++;
        continue;
      }
      int length = length(buffer[at] & 0xff);
      if (length == 0 || at + length > to || !follows(buffer, at, length)) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Bytes of a sequence that begins with a byte of at least 0x80; 0: none begins so. */
  static int length(int lead) {
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  }

  private static boolean follows(byte[] buffer, int at, int length) {
    for (int i = 1; i < length; i++) {
      int next = buffer[at + i] & 0xff;
      if ((next & 0xc0) != 0x80 || (i == 1 && !secondFits(buffer[at] & 0xff, next))) {
        return false;
      }
    }
    return true;
  }

  /** No overlong forms, no surrogates, nothing above U+10FFFF. */
  static boolean secondFits(int lead, int second) {
    return switch (lead) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second < 0xa0;
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second < 0x90;
      default -> true;
    };
  }
}
