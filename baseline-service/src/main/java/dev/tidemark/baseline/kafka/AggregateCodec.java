package dev.tidemark.baseline.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tidemark.baseline.bucket.Aggregate;
import dev.tidemark.contract.FieldSummary;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.proto.bucket.v1.InfluencerValues;
import dev.tidemark.proto.bucket.v1.SeriesBucket;

/** Aggregates as {@code tidemark.bucket.v1.SeriesBucket}: on the log and in the tables. */
public final class AggregateCodec {

  private AggregateCodec() {}

  static SeriesKey series(SeriesBucket bucket) {
    return new SeriesKey(
        bucket.getDetector(), storable(bucket.getPartitionValue()), storable(bucket.getByValue()));
  }

  /** PostgreSQL's text cannot hold the character NUL; its Unicode stand-in can. */
  static String storable(String value) {
    return value.replace('\0', '\uFFFD');
  }

  /**
   * Reads an aggregate.
   *
   * @throws IllegalArgumentException if a number is negative or a sketch cannot be read
   */
  static Aggregate aggregate(SeriesBucket bucket) {
    if (bucket.getCount() < 0 || bucket.getBytes() < 0) {
      throw new IllegalArgumentException("a negative count or number of bytes");
    }
    Aggregate aggregate = new Aggregate();
    aggregate.add(bucket.getCount(), bucket.getBytes());
    read(bucket, aggregate.field());
    aggregate.sources().merge(bucket.getSourceAddresses().toByteArray());
    aggregate.destinations().merge(bucket.getDestinationAddresses().toByteArray());
    for (InfluencerValues influencer : bucket.getInfluencersList()) {
      aggregate.influencer(influencer.getField()).merge(influencer.getValues().toByteArray());
    }
    return aggregate;
  }

  private static void read(SeriesBucket bucket, FieldSummary field) {
    field.addSum(bucket.getSum(), bucket.getValues());
    if (bucket.hasLeast()) {
      field.addLeast(bucket.getLeast());
    }
    if (bucket.hasGreatest()) {
      field.addGreatest(bucket.getGreatest());
    }
    field.distinct().merge(bucket.getDistinct().toByteArray());
  }

  private static void write(FieldSummary field, SeriesBucket.Builder bucket) {
    bucket.setSum(field.sum()).setValues(field.values());
    field.least().ifPresent(bucket::setLeast);
    field.greatest().ifPresent(bucket::setGreatest);
    bucket.setDistinct(ByteString.copyFrom(field.distinct().toBytes()));
  }

  /** Reads the stored form. */
  public static Aggregate decode(byte[] bytes) {
    try {
      return aggregate(SeriesBucket.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a stored aggregate", e);
    }
  }

  /** The stored form. */
  public static byte[] encode(Aggregate aggregate) {
    SeriesBucket.Builder bucket =
        SeriesBucket.newBuilder()
            .setCount(aggregate.count())
            .setBytes(aggregate.bytes())
            .setSourceAddresses(ByteString.copyFrom(aggregate.sources().toBytes()))
            .setDestinationAddresses(ByteString.copyFrom(aggregate.destinations().toBytes()));
    write(aggregate.field(), bucket);
    aggregate
        .influencers()
        .forEach(
            (field, values) ->
                bucket.addInfluencers(
                    InfluencerValues.newBuilder()
                        .setField(field)
                        .setValues(ByteString.copyFrom(values.toBytes()))));
    return bucket.build().toByteArray();
  }
}
