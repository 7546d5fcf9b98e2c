package dev.tidemark.alert.topic;

import dev.tidemark.alert.ops.Pump;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Publishes committed notifications in order, one publisher at a time among all instances: it holds
 * a lock of the database while it waits for Kafka's acknowledgements. One that freezes meanwhile is
 * thrown out by the database after ten seconds; then events may come twice, with the same id.
 */
@ApplicationScoped
public class AlertPublisher {

  private static final int BATCH = 100;

  // Any number that nobody else uses in this database: "tidemark alerts topic".
  private static final long LOCK = 0x7469_6465_0000_0002L;

  private static final String BEGIN =
      "SELECT set_config('idle_in_transaction_session_timeout', '10000', true),"
          + " pg_try_advisory_xact_lock($1) AS mine";

  private final Pool pool;
  private final MutinyEmitter<String> emitter;
  private final Clock clock;
  private final Counter published;
  private final Pump pump;

  AlertPublisher(
      Pool pool,
      @Channel("alerts") MutinyEmitter<String> emitter,
      Clock clock,
      MeterRegistry registry,
      Vertx vertx) {
    this.pool = pool;
    this.emitter = emitter;
    this.clock = clock;
    this.published = registry.counter("tidemark_alerts_published");
    this.pump = new Pump("alerts-topic", vertx, this::round);
  }

  /** Looks for what is to be published; returns at once. */
  public void wake() {
    pump.wake();
  }

  /** Publishes nothing more; completes when the batch that goes on has ended. */
  public Uni<Void> stop() {
    return pump.stop();
  }

  private record Event(long notificationId, String alertId, String json) {}

  private Uni<Boolean> round() {
    return anyUnpublished()
        .chain(
            any -> any ? pool.withTransaction(this::publishBatch) : Uni.createFrom().item(false));
  }

  private Uni<Boolean> anyUnpublished() {
    return pool.query("SELECT EXISTS (SELECT FROM notification WHERE published_at IS NULL)")
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private Uni<Boolean> publishBatch(SqlConnection tx) {
    return tx.preparedQuery(BEGIN)
        .execute(Tuple.of(LOCK))
        .map(rows -> rows.iterator().next().getBoolean("mine"))
        .chain(mine -> mine ? next(tx).chain(events -> publish(tx, events)) : none());
  }

  private static Uni<Boolean> none() {
    return Uni.createFrom().item(false);
  }

  private static Uni<List<Event>> next(SqlConnection tx) {
    return tx.preparedQuery(
            "SELECT id, alert_id, sequence, kind, created_at, body::text AS body,"
                + " coalesce(body ->> 'origin', 'live') AS origin FROM notification"
                + " WHERE published_at IS NULL ORDER BY id LIMIT $1")
        .execute(Tuple.of(BATCH))
        .map(AlertPublisher::events);
  }

  private static List<Event> events(Iterable<Row> rows) {
    List<Event> events = new ArrayList<>();
    for (Row row : rows) {
      String json =
          CloudEvent.json(
              row.getLong("id"),
              row.getString("alert_id"),
              row.getString("kind"),
              row.getLong("sequence"),
              row.getString("origin"),
              row.getOffsetDateTime("created_at").toInstant(),
              row.getString("body"));
      events.add(new Event(row.getLong("id"), row.getString("alert_id"), json));
    }
    return events;
  }

  private Uni<Boolean> publish(SqlConnection tx, List<Event> events) {
    return Multi.createFrom()
        .iterable(events)
        .onItem()
        .transformToUniAndConcatenate(this::send)
        .collect()
        .last()
        .chain(() -> mark(tx, events))
        .invoke(() -> published.increment(events.size()))
        .replaceWith(events.size() == BATCH);
  }

  private Uni<Void> send(Event event) {
    OutgoingKafkaRecordMetadata<String> metadata =
        OutgoingKafkaRecordMetadata.<String>builder()
            .withKey(event.alertId())
            .withHeaders(
                new RecordHeaders()
                    .add("content-type", CloudEvent.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8)))
            .build();
    return emitter.sendMessage(Message.of(event.json()).addMetadata(metadata));
  }

  private Uni<Void> mark(SqlConnection tx, List<Event> events) {
    Tuple values =
        Tuple.tuple()
            .addArrayOfLong(events.stream().map(Event::notificationId).toArray(Long[]::new))
            .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC));
    return tx.preparedQuery("UPDATE notification SET published_at = $2 WHERE id = ANY ($1)")
        .execute(values)
        .replaceWithVoid();
  }
}
