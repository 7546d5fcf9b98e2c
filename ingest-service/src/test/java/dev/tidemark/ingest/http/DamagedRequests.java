package dev.tidemark.ingest.http;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Requests with something wrong, each made from its number alone. */
final class DamagedRequests {

  private static final List<String> PATHS =
      List.of(
          "/api/v1/events",
          "/_bulk",
          "/flows/_bulk",
          "/es/_bulk",
          "/flows/_doc",
          "/flows/_doc/7",
          "/flows/_create/8",
          "/api/v1/heartbeats",
          "/_index_template/x",
          "/_search",
          "/api/v1/events?job=nobody",
          "/_bulk?filter_path=errors,items.*.error");

  private static final List<String> METHODS =
      List.of("POST", "POST", "POST", "POST", "POST", "POST", "PUT", "GET", "HEAD", "DELETE");

  private static final List<String> ENCODINGS =
      List.of("", "", "", "gzip", "zstd", "identity", "snappy", "GZIP ", "gzip, zstd", "\u0001");

  private final List<byte[]> samples;

  /** What the client does when it has sent. */
  enum Ending {
    /** Reads the answer, and goes on with the connection. */
    KEEP,
    /** Says that it sends no more, and reads. */
    HALF_CLOSE,
    /** Goes away. */
    CLOSE
  }

  /** A request. */
  static final class Request {

    private final byte[] bytes;
    private final Ending ending;
    private final boolean isHead;

    private Request(byte[] bytes, Ending ending, boolean isHead) {
      this.bytes = bytes;
      this.ending = ending;
      this.isHead = isHead;
    }

    byte[] bytes() {
      return bytes;
    }

    Ending ending() {
      return ending;
    }

    /** Whether its answer has no body. */
    boolean isHead() {
      return isHead;
    }

    /** Whether it can be told where it ends, so that it must be answered. */
    boolean isWellFramed() {
      return ending == Ending.KEEP;
    }
  }

  DamagedRequests(long nowMillis) {
    String event =
        "{\"@timestamp\":"
            + nowMillis
            + ",\"event\":{\"category\":[\"network\"],\"kind\":\"event\"},\"source\":{\"ip\":"
            + "\"192.0.2.1\",\"port\":443},\"network\":{\"bytes\":100,\"transport\":\"tcp\"},"
            + "\"destination\":{\"geo\":{\"country_name\":\"\u00c5land \\u00e9\"}}}\n";
    String array = "[" + event.strip() + ",\n" + event.strip() + "]";
    String bulk =
        "{\"create\":{\"_index\":\"logs-network\"}}\n"
            + event
            + "{\"index\":{\"_id\":\"1\"}}\n"
            + event
            + "{\"delete\":{\"_id\":\"2\"}}\n{\"create\":{}}\n"
            + event;
    String moments = "{\"timestamps\":[\"2026-01-01T00:00:00Z\"]}";
    samples =
        List.of(
            utf8(event),
            utf8(event.repeat(4)),
            utf8(array),
            utf8(bulk),
            utf8(bulk),
            utf8(moments),
            new byte[0]);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The request of a number. */
  Request request(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] body = damaged(pick(samples, random), random);
    body = damagedIfLucky(compressed(body, random), random);
    String method = pick(METHODS, random);
    String path = pick(PATHS, random);
    if (random.nextInt(50) == 0) {
      path = path + (path.contains("?") ? "&" : "?") + "x=%" + random.nextInt(100);
    }
    String encoding = pick(ENCODINGS, random);
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: fuzz\r\n");
    if (!encoding.isEmpty() && encoding.charAt(0) >= ' ') {
      head.append("Content-Encoding: ").append(encoding).append("\r\n");
    }
    if (random.nextInt(10) == 0) {
      head.append("Idempotency-Key: ")
          .append(random.nextInt(100) == 0 ? "no good" : seed)
          .append("\r\n");
    }
    return framed(head, body, random, method.equals("HEAD"));
  }

  /** Mostly right, so that the connection can go on; else wrong in one of the usual ways. */
  private static Request framed(
      StringBuilder head, byte[] body, SplittableRandom random, boolean isHead) {
    int kind = random.nextInt(100);
    if (kind < 80) {
      return request(length(head, body.length), body, Ending.KEEP, isHead);
    }
    if (kind < 90) {
      byte[] chunks = chunked(body, random);
      head.append("Transfer-Encoding: chunked\r\n\r\n");
      if (kind < 87) {
        return request(head, chunks, Ending.KEEP, isHead);
      }
      return request(head, damaged(chunks, random), Ending.HALF_CLOSE, isHead);
    }
    Ending ending = random.nextBoolean() ? Ending.HALF_CLOSE : Ending.CLOSE;
    if (kind < 94) {
      int wrong = Math.max(0, body.length + random.nextInt(-200, 200));
      return request(length(head, wrong), body, ending, isHead);
    }
    byte[] whole = concat(utf8(length(head, body.length).toString()), body);
    if (kind < 97) {
      return new Request(
          Arrays.copyOf(whole, random.nextInt(whole.length + 1)), Ending.CLOSE, isHead);
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      whole[random.nextInt(Math.min(whole.length, 150))] = (byte) random.nextInt(256);
    }
    return new Request(whole, ending, isHead);
  }

  private static Request request(CharSequence head, byte[] body, Ending ending, boolean isHead) {
    return new Request(concat(utf8(head.toString()), body), ending, isHead);
  }

  private static StringBuilder length(StringBuilder head, int length) {
    return head.append("Content-Length: ").append(length).append("\r\n\r\n");
  }

  private static byte[] chunked(byte[] body, SplittableRandom random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; ) {
      int length = Math.min(body.length - at, 1 + random.nextInt(300));
      out.writeBytes(utf8(Integer.toHexString(length) + "\r\n"));
      out.write(body, at, length);
      out.writeBytes(utf8("\r\n"));
      at += length;
    }
    out.writeBytes(utf8("0\r\n\r\n"));
    return out.toByteArray();
  }

  private static byte[] compressed(byte[] body, SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> gzip(body);
      case 1 -> Zstd.compress(body);
      default -> body;
    };
  }

  private static byte[] damagedIfLucky(byte[] body, SplittableRandom random) {
    return random.nextInt(4) == 0 ? damaged(body, random) : body;
  }

  private static byte[] damaged(byte[] body, SplittableRandom random) {
    if (body.length == 0) {
      return body;
    }
    byte[] made = body.clone();
    int at = random.nextInt(made.length);
    switch (random.nextInt(8)) {
      case 0 -> made[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> made[at] = (byte) random.nextInt(256);
      case 2 -> made = Arrays.copyOf(made, at);
      case 3 -> made = concat(made, Arrays.copyOfRange(made, at, made.length));
      case 4 ->
          made = concat(Arrays.copyOf(made, at), Arrays.copyOfRange(body, at / 2, body.length));
      case 5 -> made = insert(made, at, "[".repeat(random.nextInt(200)));
      case 6 ->
          made =
              insert(
                  made,
                  at,
                  pick(
                      List.of("\u0000", "\n", "\"", "\\u", "1e999", "}{", "null", "\ufeff"),
                      random));
      default -> {}
    }
    return made;
  }

  private static byte[] insert(byte[] body, int at, String text) {
    return concat(
        concat(Arrays.copyOf(body, at), utf8(text)), Arrays.copyOfRange(body, at, body.length));
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static <T> T pick(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
