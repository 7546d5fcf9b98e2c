package dev.tidemark.ingest.kafka;

import dev.tidemark.contract.Topics;
import dev.tidemark.proto.bucket.v1.BucketRecord;
import dev.tidemark.proto.bucket.v1.Tick;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says every second, on every partition, that time passes: the append times of these records move
 * the live watermarks. Silent while this instance cannot commit updates: time must not pass for
 * events that are being refused.
 */
public final class Ticker {

  private static final Logger LOG = Logger.getLogger(Ticker.class);
  private static final byte[] KEY = Topics.TICK_KEY.getBytes(StandardCharsets.UTF_8);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private final KafkaClients clients;
  private final IntSupplier partitions;
  private final BooleanSupplier maySpeak;
  private final Runnable onFailure;
  private final byte[] tick;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ticker").factory());
  private @Nullable Producer<byte[], byte[]> producer;
  private volatile long lastTickNanos = System.nanoTime();

  /**
   * A ticker.
   *
   * @param partitions number of partitions; 0 while it is not known
   * @param maySpeak whether updates can be committed
   * @param onFailure told about every tick that failed
   */
  public Ticker(
      KafkaClients clients, IntSupplier partitions, BooleanSupplier maySpeak, Runnable onFailure) {
    this.clients = clients;
    this.partitions = partitions;
    this.maySpeak = maySpeak;
    this.onFailure = onFailure;
    tick =
        BucketRecord.newBuilder()
            .setTick(Tick.newBuilder().setInstance(clients.instance()))
            .build()
            .toByteArray();
  }

  /** Begins to tick. */
  public void start() {
    var unused = executor.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  /** Since when no tick has been confirmed. */
  public Duration sinceLastTick() {
    return Duration.ofNanos(System.nanoTime() - lastTickNanos);
  }

  /** Ends. */
  public void stop() {
    executor.shutdownNow();
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      open.close(CLOSE_PATIENCE);
    }
  }

  private void tick() {
    if (partitions.getAsInt() == 0 || !maySpeak.getAsBoolean()) {
      return;
    }
    try {
      Producer<byte[], byte[]> ready = producer;
      if (ready == null) {
        ready = clients.sideProducer("ticks");
        producer = ready;
      }
      for (int partition = 0; partition < partitions.getAsInt(); partition++) {
        var unused =
            ready.send(
                new ProducerRecord<>(Topics.BUCKET_UPDATES, partition, KEY, tick),
                (metadata, failure) -> told(failure));
      }
    } catch (KafkaException e) {
      told(e);
    }
  }

  private void told(@Nullable Exception failure) {
    if (failure == null) {
      lastTickNanos = System.nanoTime();
    } else {
      onFailure.run();
      LOG.debugf("tick failed cause=%s", failure.getMessage());
    }
  }
}
