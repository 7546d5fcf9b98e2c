package dev.tidemark.alert.kafka;

import com.google.protobuf.ByteString;
import dev.tidemark.contract.Topics;
import dev.tidemark.proto.event.v1.DeadLetter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a sample of what could not be used, and counts all of it. */
@ApplicationScoped
class DeadLetters {

  private static final Logger LOG = Logger.getLogger(DeadLetters.class);
  private static final int SAMPLE_BYTES = 4_096;

  private final MutinyEmitter<Record<String, byte[]>> emitter;
  private final MeterRegistry registry;
  private final Clock clock;

  DeadLetters(
      @Channel("deadletters") MutinyEmitter<Record<String, byte[]>> emitter,
      MeterRegistry registry,
      Clock clock) {
    this.emitter = emitter;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * Gives up on a record.
   *
   * @param reason a stable word
   * @param detail what is wrong
   * @param source topic, partition and offset
   */
  Uni<Void> bury(String reason, String detail, String source, byte @Nullable [] value) {
    registry.counter("tidemark_feed_dead_letters", "reason", reason).increment();
    LOG.warnf("record not usable source=%s reason=%s detail=%s", source, reason, detail);
    byte[] bytes = value == null ? new byte[0] : value;
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setReason(reason)
            .setDetail(detail)
            .setSource(source)
            .setService("alert-service")
            .setAtMs(clock.millis())
            .setSample(ByteString.copyFrom(bytes, 0, Math.min(bytes.length, SAMPLE_BYTES)))
            .setLengthBytes(bytes.length)
            .build();
    return emitter
        .send(Record.of(reason, letter.toByteArray()))
        .onFailure()
        .invoke(e -> LOG.warnf("no dead letter on %s reason=%s", Topics.DEAD_LETTERS, e))
        .onFailure()
        .recoverWithNull();
  }
}
