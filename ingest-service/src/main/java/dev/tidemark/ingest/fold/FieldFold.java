package dev.tidemark.ingest.fold;

import dev.tidemark.contract.FieldSummary;
import dev.tidemark.contract.Measure;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import org.jspecify.annotations.Nullable;

/** What an event has for a detector in the field that it looks at. */
final class FieldFold {

  private final Measure measure;
  private final int slot;
  private final FoldStatistics statistics;

  FieldFold(DetectorSpec spec, FieldTable fields, FoldStatistics statistics) {
    measure = spec.measure();
    slot = measure.needsField() ? fields.slot(spec.field()) : -1;
    this.statistics = statistics;
  }

  /**
   * Looks whether an event can be used.
   *
   * @return what it adds to a sum, and is an influencer's weight: its values added up for numbers,
   *     1 otherwise; negative: it cannot be used, and was counted so
   */
  long weight(EcsEvent event) {
    if (!measure.needsField()) {
      return 1;
    }
    if (event.count(slot) == 0) {
      return skip(SkipReason.MISSING_AMOUNT);
    }
    if (!measure.isNumeric()) {
      return 1;
    }
    long total = Amounts.sum(event, slot);
    return total < 0 ? skip(valueFault(event)) : total;
  }

  /** Why an event cannot be used; null: it can. Counts nothing. */
  @Nullable SkipReason fault(EcsEvent event) {
    if (!measure.needsField()) {
      return null;
    }
    if (event.count(slot) == 0) {
      return SkipReason.MISSING_AMOUNT;
    }
    boolean bad = measure.isNumeric() && Amounts.sum(event, slot) < 0;
    return bad ? valueFault(event) : null;
  }

  private long skip(SkipReason reason) {
    statistics.skip(reason);
    return Amounts.UNUSABLE;
  }

  private SkipReason valueFault(EcsEvent event) {
    for (int i = 0; i < event.count(slot); i++) {
      SkipReason fault = Amounts.fault(event.value(slot, i));
      if (fault != null) {
        return fault;
      }
    }
    return SkipReason.NOT_A_NUMBER;
  }

  /**
   * Adds an event that can be used; a field with several values counts with each of them.
   *
   * @param flow which flow it is of; empty: every event counts
   * @param weight what {@link #weight} answered for it
   */
  void add(EcsEvent event, String flow, long weight, FieldSummary field) {
    switch (measure) {
      case EVENTS -> field.distinct().add(flow);
      case SUM -> field.addSum(weight, 0);
      case MEAN, MIN, MAX -> {
        for (int i = 0; i < event.count(slot); i++) {
          field.add(measure, Amounts.parse(event.value(slot, i)));
        }
      }
      case DISTINCT -> {
        for (int i = 0; i < event.count(slot); i++) {
          field.distinct().add(event.value(slot, i));
        }
      }
    }
  }
}
