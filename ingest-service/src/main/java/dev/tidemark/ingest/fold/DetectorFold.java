package dev.tidemark.ingest.fold;

import dev.tidemark.contract.DistinctValues;
import dev.tidemark.contract.FrequentValues;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One detector of a job within an {@link EventFold}. */
final class DetectorFold {

  /** Longest by or partition value, in characters. */
  static final int MAX_SPLIT_VALUE = 512;

  private static final int NONE = -1;

  private final int index;
  private final DetectorSpec spec;
  private final List<ShardTarget> targets;
  private final FoldStatistics statistics;
  private final FieldFold field;
  private final int bySlot;
  private final int partitionSlot;
  private final List<String> influencers;
  private final int[] influencerSlots;

  /** The series and bucket of the event before: mostly it is this event's too. */
  private @Nullable BucketAggregate last;

  private String lastPartition = "";
  private String lastBy = "";
  private long lastStart;

  DetectorFold(
      int index,
      JobSpec job,
      List<ShardTarget> targets,
      FieldTable fields,
      FoldStatistics statistics) {
    this.index = index;
    this.targets = targets;
    this.statistics = statistics;
    spec = job.detectors().get(index);
    field = new FieldFold(spec, fields, statistics);
    bySlot = slot(spec.byField(), fields);
    partitionSlot = slot(spec.partitionField(), fields);
    // Nothing else is made of parts that a value could be held responsible for.
    influencers = spec.measure().isAdditive() ? job.influencers() : List.of();
    influencerSlots = influencers.stream().mapToInt(fields::slot).toArray();
  }

  private static int slot(String field, FieldTable fields) {
    return field.isEmpty() ? NONE : fields.slot(field);
  }

  /**
   * Adds an event that the job counts.
   *
   * @param flow which flow it is of; empty: every event counts
   */
  void add(EcsEvent event, String flow, long start, BucketFolder folder) {
    long weight = field.weight(event);
    if (weight < 0) {
      return;
    }
    String partition = "";
    String by = "";
    if (spec.isSplit()) {
      partition = splitValue(event, partitionSlot);
      by = splitValue(event, bySlot);
      SkipReason fault = splitFault(partition, by);
      if (fault != null) {
        statistics.skip(fault);
        return;
      }
    }
    fill(aggregate(partition, by, start, folder), event, flow, weight);
  }

  /** What {@link #add} would do with an event, without doing it. */
  Explanation.Detector look(EcsEvent event) {
    String partition = splitValue(event, partitionSlot);
    String by = splitValue(event, bySlot);
    SkipReason fault = field.fault(event);
    if (fault == null && spec.isSplit()) {
      fault = splitFault(partition, by);
    }
    if (fault != null) {
      return skipped(fault);
    }
    SeriesKey series = new SeriesKey(index, partition, by);
    return new Explanation.Detector(spec, series, series.shard(targets.size()), null);
  }

  /** What an event is for it that does not count. */
  Explanation.Detector skipped(SkipReason reason) {
    return new Explanation.Detector(spec, null, -1, reason);
  }

  void forget() {
    last = null;
  }

  private BucketAggregate aggregate(String partition, String by, long start, BucketFolder folder) {
    BucketAggregate known = last;
    if (known != null
        && start == lastStart
        && by.equals(lastBy)
        && partition.equals(lastPartition)) {
      return known;
    }
    SeriesKey series = new SeriesKey(index, partition, by);
    ShardTarget target = targets.get(series.shard(targets.size()));
    BucketAggregate found = folder.aggregate(target, new SeriesBucketKey(series, start));
    last = found;
    lastStart = start;
    lastPartition = partition;
    lastBy = by;
    return found;
  }

  private void fill(BucketAggregate aggregate, EcsEvent event, String flow, long weight) {
    aggregate.add(bytes(event));
    field.add(event, flow, weight, aggregate.field());
    addAll(event, FieldTable.SOURCE_SLOT, aggregate.sources());
    addAll(event, FieldTable.DESTINATION_SLOT, aggregate.destinations());
    for (int i = 0; i < influencerSlots.length; i++) {
      if (event.count(influencerSlots[i]) > 0) {
        addAll(event, influencerSlots[i], aggregate.influencer(influencers.get(i)), weight);
      }
    }
  }

  private static void addAll(EcsEvent event, int slot, DistinctValues values) {
    int count = event.count(slot);
    for (int i = 0; i < count; i++) {
      values.add(event.value(slot, i));
    }
  }

  /** Each distinct value once: an event that names an address twice is still one event. */
  private static void addAll(EcsEvent event, int slot, FrequentValues values, long weight) {
    int count = event.count(slot);
    for (int i = 0; i < count; i++) {
      if (!seenBefore(event, slot, i)) {
        values.add(event.value(slot, i), weight);
      }
    }
  }

  private static boolean seenBefore(EcsEvent event, int slot, int index) {
    for (int i = 0; i < index; i++) {
      if (event.value(slot, i).equals(event.value(slot, index))) {
        return true;
      }
    }
    return false;
  }

  /** ECS: the bytes of both directions together; an agent that has no total has its parts. */
  private static long bytes(EcsEvent event) {
    if (event.count(FieldTable.BYTES_SLOT) > 0) {
      return Math.max(0, Amounts.sum(event, FieldTable.BYTES_SLOT));
    }
    long sent = Math.max(0, Amounts.sum(event, FieldTable.SOURCE_BYTES_SLOT));
    long received = Math.max(0, Amounts.sum(event, FieldTable.DESTINATION_BYTES_SLOT));
    return Math.min(Amounts.MAX, sent + received);
  }

  /** The first value; an event belongs to one series of a detector. */
  private static String splitValue(EcsEvent event, int slot) {
    String value = slot == NONE ? null : event.value(slot);
    return value == null ? "" : value;
  }

  private @Nullable SkipReason splitFault(String partition, String by) {
    if ((bySlot != NONE && by.isEmpty()) || (partitionSlot != NONE && partition.isEmpty())) {
      return SkipReason.MISSING_SPLIT_VALUE;
    }
    return usable(partition) && usable(by) ? null : SkipReason.UNUSABLE_SPLIT_VALUE;
  }

  private static boolean usable(String value) {
    if (value.length() > MAX_SPLIT_VALUE) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ') {
        return false;
      }
    }
    return true;
  }
}
