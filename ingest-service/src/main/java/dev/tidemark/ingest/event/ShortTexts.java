package dev.tidemark.ingest.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of ASCII bytes. Most short values come again and again (addresses, ports, protocols):
 * they become one object, which also keeps its hash. Bounded, whatever comes.
 */
final class ShortTexts {

  private static final int LONGEST = 2 * Words.BYTES;
  private static final int SIZE = 1 << 10;
  private static final int SHIFT = Long.SIZE - 10;

  private final long[] heads = new long[SIZE];
  private final long[] tails = new long[SIZE];
  private final @Nullable String[] texts = new String[SIZE];

  String of(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    long head = Words.at(bytes, from, length);
    long tail =
        length <= Words.BYTES ? 0 : Words.at(bytes, from + Words.BYTES, length - Words.BYTES);
    long mixed = ((head * 31) ^ (tail * 17) ^ (head >>> 29)) * 0x9e3779b97f4a7c15L;
    int place = (int) (mixed >>> SHIFT);
    String known = texts[place];
    if (known != null && heads[place] == head && tails[place] == tail) {
      return known; // no byte of a text is zero, so the words tell its length
    }
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    heads[place] = head;
    tails[place] = tail;
    texts[place] = text;
    return text;
  }
}
