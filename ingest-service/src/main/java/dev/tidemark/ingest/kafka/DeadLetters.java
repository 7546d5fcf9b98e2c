package dev.tidemark.ingest.kafka;

import com.google.protobuf.ByteString;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.event.v1.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a sample of unusable input for operators: at most {@value #A_MINUTE} a reason and minute.
 * Best effort, on a thread of its own: never in the way of a request.
 */
public final class DeadLetters {

  private static final Logger LOG = Logger.getLogger(DeadLetters.class);
  private static final int A_MINUTE = 10;
  private static final int MAX_SAMPLE_BYTES = 4096;
  private static final int MAX_WAITING = 100;
  private static final Duration LAST_SENDS = Duration.ofSeconds(2);

  private final KafkaClients clients;
  private final Clock clock;
  private final Map<String, Integer> sentThisMinute = new HashMap<>();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().daemon().name("dead-letters").factory());
  private @Nullable Producer<byte[], byte[]> producer;
  private long minute;

  /** Dead letters of this instance. */
  public DeadLetters(KafkaClients clients, Clock clock) {
    this.clients = clients;
    this.clock = clock;
  }

  /**
   * Keeps input if there are few like it.
   *
   * @param reason stable word in lower case
   * @param source where it came from
   * @param buffer holds the input; read during the call only
   */
  public void offer(String reason, String detail, String source, byte[] buffer, int from, int to) {
    long now = clock.millis();
    if (!admitted(reason, now)) {
      return;
    }
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setReason(reason)
            .setDetail(detail)
            .setSource(source)
            .setService("ingest-service")
            .setAtMs(now)
            .setSample(
                ByteString.copyFrom(
                    Arrays.copyOfRange(buffer, from, Math.min(to, from + MAX_SAMPLE_BYTES))))
            .setLengthBytes(to - from)
            .build();
    try {
      executor.execute(() -> send(letter));
    } catch (RejectedExecutionException full) {
      LOG.debugf("dead letter not kept reason=%s", reason);
    }
  }

  private synchronized boolean admitted(String reason, long now) {
    if (now / 60_000 != minute) {
      minute = now / 60_000;
      sentThisMinute.clear();
    }
    return sentThisMinute.merge(reason, 1, Integer::sum) <= A_MINUTE;
  }

  private void send(DeadLetter letter) {
    try {
      Producer<byte[], byte[]> ready = producer;
      if (ready == null) {
        ready = clients.sideProducer("dead-letters");
        producer = ready;
      }
      var unused =
          ready.send(
              new ProducerRecord<>(
                  Topics.DEAD_LETTERS,
                  letter.getReason().getBytes(StandardCharsets.UTF_8),
                  letter.toByteArray()));
    } catch (KafkaException e) {
      LOG.debugf("dead letter not sent reason=%s cause=%s", letter.getReason(), e.getMessage());
    }
  }

  /** Sends what is waiting, for a moment, and ends. */
  public void stop() {
    executor.shutdown();
    try {
      boolean done = executor.awaitTermination(LAST_SENDS.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debugf("dead letters stopped done=%s", done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      open.close(LAST_SENDS);
    }
  }
}
