package dev.tidemark.alert.kafka;

import dev.tidemark.alert.judging.Judging;
import dev.tidemark.alert.pipeline.FeedMessage;
import dev.tidemark.contract.ShardKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has the records of {@code tidemark.anomalies} judged, shard by shard. While the database is away
 * it waits and tries again; a message that cannot be judged goes to the dead letters.
 */
@ApplicationScoped
class AnomalyConsumer {

  private static final Logger LOG = Logger.getLogger(AnomalyConsumer.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final FeedDecoder decoder;
  private final Judging judging;
  private final DeadLetters deadLetters;
  private final FeedHealth health;

  AnomalyConsumer(
      FeedDecoder decoder, Judging judging, DeadLetters deadLetters, FeedHealth health) {
    this.decoder = decoder;
    this.judging = judging;
    this.deadLetters = deadLetters;
    this.health = health;
  }

  /** A message with where it came from. */
  private record Sourced(FeedMessage message, ConsumerRecord<byte[], byte[]> record) {}

  /** Judges a batch; completes when it is committed. */
  @Incoming("anomalies")
  Uni<Void> consume(ConsumerRecords<byte[], byte[]> batch) {
    Map<ShardKey, List<Sourced>> byShard = new LinkedHashMap<>();
    List<Uni<Void>> buried = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      try {
        FeedDecoder.Decoded decoded = decoder.decode(record.value());
        byShard
            .computeIfAbsent(decoded.shard(), _ -> new ArrayList<>())
            .add(new Sourced(decoded.message(), record));
      } catch (IllegalArgumentException e) {
        buried.add(
            deadLetters.bury(
                "malformed_anomaly",
                String.valueOf(e.getMessage()),
                source(record),
                record.value()));
      }
    }
    return inOrder(buried).chain(() -> judgeAll(byShard));
  }

  private static String source(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "/" + record.partition() + "@" + record.offset();
  }

  private static Uni<Void> inOrder(List<Uni<Void>> steps) {
    return Multi.createFrom()
        .iterable(steps)
        .onItem()
        .transformToUniAndConcatenate(step -> step)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> judgeAll(Map<ShardKey, List<Sourced>> byShard) {
    Context context = Vertx.currentContext();
    return inOrder(
        byShard.entrySet().stream()
            .map(entry -> judgeShard(entry.getKey(), entry.getValue(), context))
            .toList());
  }

  private Uni<Void> judgeShard(ShardKey key, List<Sourced> messages, @Nullable Context context) {
    return judged(key, messages, context)
        .onFailure(Failures::isOfData)
        .recoverWithUni(() -> oneByOne(key, messages, context));
  }

  private Uni<Void> oneByOne(ShardKey key, List<Sourced> messages, @Nullable Context context) {
    return inOrder(
        messages.stream()
            .map(
                message ->
                    judged(key, List.of(message), context)
                        .onFailure(Failures::isOfData)
                        .recoverWithUni(failure -> bury(message, failure)))
            .toList());
  }

  private Uni<Void> bury(Sourced message, Throwable failure) {
    return deadLetters.bury(
        "unjudgeable_anomaly",
        Failures.reason(failure),
        source(message.record()),
        message.record().value());
  }

  /** Judges messages in one transaction; tried again for as long as the database is away. */
  private Uni<Void> judged(ShardKey key, List<Sourced> messages, @Nullable Context context) {
    List<FeedMessage> feed = messages.stream().map(Sourced::message).toList();
    return Uni.createFrom()
        .deferred(() -> judging.judge(key, feed))
        .runSubscriptionOn(task -> runOn(context, task))
        .invoke(() -> health.works())
        .onFailure(failure -> !Failures.isOfData(failure))
        .invoke(failure -> waitFor(key, failure))
        .onFailure(failure -> !Failures.isOfData(failure))
        .retry()
        .withBackOff(FIRST_WAIT, LONGEST_WAIT)
        .indefinitely();
  }

  /** A session belongs to a context: each try begins on that of the batch. */
  private static void runOn(@Nullable Context context, Runnable task) {
    if (context == null) {
      task.run();
    } else {
      context.runOnContext(_ -> task.run());
    }
  }

  private void waitFor(ShardKey key, Throwable failure) {
    if (health.fails(Failures.reason(failure))) {
      LOG.warnf(
          "anomalies cannot be judged, trying again shard=%s reason=%s",
          key.canonical(), Failures.reason(failure));
    }
  }
}
