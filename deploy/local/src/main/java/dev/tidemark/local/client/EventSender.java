package dev.tidemark.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Sends events and heartbeats to ingest-service until they are acknowledged. Every batch has an
 * Idempotency-Key, so a batch whose answer was lost is sent again and still counts once.
 */
public final class EventSender {

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int HEARTBEATS_A_REQUEST = 500;

  private final ServiceClient ingest;
  private final String query;
  private final String apiKey;
  private final Duration patience;

  /**
   * What became of a batch.
   *
   * @param accepted events that count
   * @param rejected events that do not
   * @param firstError why the first one does not; empty if none was rejected
   */
  public record Receipt(long accepted, long rejected, String firstError) {}

  /** The service does not take so much at once; nothing of it was counted. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is too large. */
    public TooLargeException(String message) {
      super(message);
    }
  }

  /**
   * A sender.
   *
   * @param ingest the service
   * @param job id of the backfilling job that alone gets the events; empty: all live jobs do
   * @param patience how long a batch is sent again before giving up
   */
  public EventSender(ServiceClient ingest, Optional<String> job, Duration patience) {
    this(
        ingest,
        job.map(id -> "?job=" + URLEncoder.encode(id, StandardCharsets.UTF_8)).orElse(""),
        "",
        patience);
  }

  private EventSender(ServiceClient ingest, String query, String apiKey, Duration patience) {
    this.ingest = ingest;
    this.query = query;
    this.apiKey = apiKey;
    this.patience = patience;
  }

  /**
   * A sender of live events in a format.
   *
   * @param format name of the format, {@code auto} to let the service find out
   * @param apiKey empty: none is needed
   * @param patience how long a batch is sent again before giving up
   */
  public static EventSender live(
      ServiceClient ingest, String format, String apiKey, Duration patience) {
    String query = "?format=" + URLEncoder.encode(format, StandardCharsets.UTF_8);
    return new EventSender(ingest, query, apiKey, patience);
  }

  /**
   * Sends a batch.
   *
   * @param key its identity: 1 to 200 visible characters, the same whenever the same batch is sent
   * @param ndjson an event a line
   * @throws IllegalStateException if it is refused, or not acknowledged in time
   * @throws TooLargeException if it must be sent in parts
   */
  public Receipt send(String key, byte[] ndjson) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/x-ndjson");
    headers.put("Content-Encoding", "gzip");
    headers.put("Idempotency-Key", key);
    if (!apiKey.isEmpty()) {
      headers.put("Authorization", "Bearer " + apiKey);
    }
    Answer answer = untilAnswered("/api/v1/events" + query, gzip(ndjson), headers);
    JsonNode body = answer.body();
    if (answer.status() == 413) {
      throw new TooLargeException(body.path("detail").asText());
    }
    // Only headers or blank lines: there was nothing to take, and it is done.
    boolean empty = body.path("type").asText().endsWith(":empty-body");
    if (!empty && !body.has("accepted")) {
      answer.orThrow();
    }
    return new Receipt(
        body.path("accepted").asLong(),
        body.path("rejected").asLong(),
        body.path("errors").path(0).path("detail").asText(""));
  }

  /**
   * Says that the source was alive at these times. Saying it twice changes nothing.
   *
   * @throws IllegalStateException if it is refused, or not acknowledged in time
   */
  public void heartbeats(List<Instant> times) {
    for (int from = 0; from < times.size(); from += HEARTBEATS_A_REQUEST) {
      List<String> texts =
          times.subList(from, Math.min(times.size(), from + HEARTBEATS_A_REQUEST)).stream()
              .map(time -> '"' + time.toString() + '"')
              .toList();
      byte[] body =
          ("{\"timestamps\":[" + String.join(",", texts) + "]}").getBytes(StandardCharsets.UTF_8);
      untilAnswered("/api/v1/heartbeats" + query, body, Map.of("Content-Type", "application/json"))
          .orThrow();
    }
  }

  private Answer untilAnswered(String path, byte[] body, Map<String, String> headers) {
    long deadline = System.nanoTime() + patience.toNanos();
    Duration wait = FIRST_WAIT;
    while (true) {
      String trouble;
      try {
        Answer answer = ingest.post(path, body, headers);
        if (!isTemporary(answer.status())) {
          return answer;
        }
        trouble = answer.status() + ": " + answer.body().path("detail").asText();
      } catch (UncheckedIOException connectionLost) {
        trouble = String.valueOf(connectionLost.getCause());
      }
      if (System.nanoTime() + wait.toNanos() > deadline) {
        throw new IllegalStateException(
            "not acknowledged within " + patience + ", last answer " + trouble);
      }
      Tidemark.pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  private static boolean isTemporary(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (OutputStream out = new FastGzip(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return compressed.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 14);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
