package dev.tidemark.ingest.http;

import dev.tidemark.ingest.event.TimeBounds;
import dev.tidemark.ingest.event.Timestamps;
import dev.tidemark.ingest.fold.EventFold;
import dev.tidemark.ingest.http.JobSelection.Selection;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes heartbeats: moments at which a source was alive, whether or not it had events. */
@Singleton
class Heartbeats {

  private final Intakes intakes;

  Heartbeats(Intakes intakes) {
    this.intakes = intakes;
  }

  /**
   * Marks the buckets of all moments in a body, or none.
   *
   * @return how many moments, once they are durable
   * @throws ProblemException 400 if one of them cannot be used
   */
  Future<Integer> take(Buffer body, Selection selection) {
    List<Long> moments = moments(body, bounds(selection));
    EventFold fold = new EventFold(selection.plan());
    moments.forEach(fold::heartbeat);
    return Future.fromCompletionStage(intakes.publisher().publish(fold.take()))
        .map(done -> moments.size())
        .onSuccess(intakes.metrics()::heartbeats);
  }

  private TimeBounds bounds(Selection selection) {
    long now = intakes.clock().millis();
    return selection.session().isEmpty()
        ? TimeBounds.live(now, intakes.limits())
        : TimeBounds.history(now, intakes.limits());
  }

  private List<Long> moments(Buffer body, TimeBounds bounds) {
    if (body.toString().isBlank()) {
      return List.of(intakes.clock().millis());
    }
    JsonObject json = parse(body);
    for (String name : json.fieldNames()) {
      if (!name.equals("timestamp") && !name.equals("timestamps")) {
        throw invalid(
            "/" + name, "'" + name + "' is not known; there is 'timestamp', 'timestamps'");
      }
    }
    List<Long> moments = new ArrayList<>();
    if (json.containsKey("timestamp")) {
      moments.add(moment(json.getValue("timestamp"), "/timestamp", bounds));
    }
    if (json.getValue("timestamps", new JsonArray()) instanceof JsonArray list) {
      for (int i = 0; i < list.size(); i++) {
        moments.add(moment(list.getValue(i), "/timestamps/" + i, bounds));
      }
    } else {
      throw invalid("/timestamps", "'timestamps' is a list of times");
    }
    return moments.isEmpty() ? List.of(intakes.clock().millis()) : moments;
  }

  private static JsonObject parse(Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw invalid("", "the body is not a JSON object");
    }
  }

  private static long moment(Object value, String pointer, TimeBounds bounds) {
    long millis = value instanceof String text ? Timestamps.parseRfc3339(text) : Timestamps.INVALID;
    if (millis == Timestamps.INVALID) {
      throw invalid(pointer, "'" + value + "' is not an RFC 3339 time with an offset");
    }
    if (millis < bounds.minMillis() || millis > bounds.maxMillis()) {
      boolean old = millis < bounds.minMillis();
      throw invalid(
          pointer,
          value
              + (old ? " is too old; the earliest is " : " lies in the future; the latest is ")
              + Instant.ofEpochMilli(old ? bounds.minMillis() : bounds.maxMillis()));
    }
    return millis;
  }

  private static ProblemException invalid(String pointer, String detail) {
    return new ProblemException(
        new Problem(
            400,
            "invalid-heartbeat",
            "Invalid heartbeat",
            detail,
            new JsonObject().put("pointer", pointer)));
  }
}
