package dev.tidemark.baseline.store;

import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.ShardKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Rows turned into one array a column, for {@code INSERT ... SELECT FROM unnest(...)}. */
final class Columns<T> {

  private final List<T> rows;
  private final Tuple tuple = Tuple.tuple();

  private Columns(List<T> rows) {
    this.rows = rows;
  }

  static <T> Columns<T> of(List<T> rows) {
    return new Columns<>(rows);
  }

  Columns<T> place(Function<T, Rows.Place> place) {
    return shard(row -> place.apply(row).shard())
        .timestamp(row -> place.apply(row).start())
        .series(row -> place.apply(row).series());
  }

  Columns<T> shard(Function<T, ShardKey> shard) {
    tuple.addValue(array(row -> UUID.fromString(shard.apply(row).jobUid()), UUID[]::new));
    return number(row -> shard.apply(row).shard());
  }

  Columns<T> series(Function<T, SeriesKey> series) {
    return number(row -> series.apply(row).detector())
        .text(row -> series.apply(row).partitionValue())
        .text(row -> series.apply(row).byValue());
  }

  Columns<T> timestamp(ToLongFunction<T> epochSecond) {
    tuple.addValue(array(row -> time(epochSecond.applyAsLong(row)), OffsetDateTime[]::new));
    return this;
  }

  Columns<T> text(Function<T, @Nullable String> value) {
    tuple.addValue(array(value, String[]::new));
    return this;
  }

  Columns<T> number(ToIntFunction<T> value) {
    tuple.addValue(array(value::applyAsInt, Integer[]::new));
    return this;
  }

  Columns<T> big(ToLongFunction<T> value) {
    tuple.addValue(array(value::applyAsLong, Long[]::new));
    return this;
  }

  Columns<T> real(ToDoubleFunction<T> value) {
    tuple.addValue(array(value::applyAsDouble, Double[]::new));
    return this;
  }

  Columns<T> optional(Function<T, @Nullable Double> value) {
    tuple.addValue(array(value, Double[]::new));
    return this;
  }

  Columns<T> flag(Function<T, Boolean> value) {
    tuple.addValue(array(value, Boolean[]::new));
    return this;
  }

  Columns<T> optionalBytes(Function<T, byte @Nullable []> value) {
    tuple.addValue(array(row -> buffer(value.apply(row)), Buffer[]::new));
    return this;
  }

  private static @Nullable Buffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : Buffer.buffer(bytes);
  }

  Columns<T> bytes(Function<T, byte[]> value) {
    tuple.addValue(array(row -> Buffer.buffer(value.apply(row)), Buffer[]::new));
    return this;
  }

  Tuple tuple() {
    return tuple;
  }

  static OffsetDateTime time(long epochSecond) {
    return Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC);
  }

  private <V> Object array(
      Function<T, ? extends @Nullable V> value, java.util.function.IntFunction<V[]> make) {
    return rows.stream().map(value).toArray(make);
  }
}
