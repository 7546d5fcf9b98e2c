package dev.tidemark.alert.kafka;

import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.scoring.v1.InfluencerScore;
import java.time.Duration;
import java.util.Locale;

/** A record in one or two sentences that a person wants to read. */
final class Summary {

  private static final double STANDS_OUT = 0.2;

  private Summary() {}

  static String of(AnomalyRecord record) {
    DetectorFunction function = DetectorFunction.ofNumber(record.getFunctionValue());
    return String.format(
        Locale.ROOT,
        "%s%s in %s%s, %s.%s",
        subject(record),
        quantity(function, record),
        span(record.getBucketSpanS()),
        record.getInterim() ? " so far" : "",
        comparison(function, record),
        culprit(record));
  }

  private static String subject(AnomalyRecord record) {
    String values =
        record.getPartitionValue()
            + (record.getPartitionValue().isEmpty() || record.getByValue().isEmpty() ? "" : ", ")
            + record.getByValue();
    return values.isEmpty() ? "" : values + ": ";
  }

  private static String quantity(DetectorFunction function, AnomalyRecord record) {
    String field = record.getField();
    String actual = amount(record.getActual());
    return switch (function.measure()) {
      case EVENTS -> actual + " network events";
      case SUM -> actual + (field.endsWith("bytes") ? " bytes" : " of " + field);
      case MEAN -> "a mean " + field + " of " + actual;
      case MIN -> "a lowest " + field + " of " + actual;
      case MAX -> "a highest " + field + " of " + actual;
      case DISTINCT -> actual + " different values of " + field;
    };
  }

  private static String comparison(DetectorFunction function, AnomalyRecord record) {
    boolean low = Evidence.isLow(record);
    boolean other = low ? record.getActual() >= record.getTypical() : isBelow(record);
    if (other && record.getExplanation().getDecisiveBuckets() > 1) {
      return together(record, low);
    }
    return low ? below(record) : above(function, record);
  }

  private static boolean isBelow(AnomalyRecord record) {
    return record.getActual() < record.getTypical();
  }

  /** The bucket itself is not what is surprising: a sum is, of it and those before it. */
  private static String together(AnomalyRecord record, boolean low) {
    int before = record.getExplanation().getDecisiveBuckets() - 1;
    return String.format(
        Locale.ROOT,
        "%s the usual %s, but %s together with the %s before it",
        isBelow(record) ? "less than" : "not less than",
        amount(record.getTypical()),
        low ? "low" : "high",
        before == 1 ? "bucket" : before + " buckets");
  }

  private static String above(DetectorFunction function, AnomalyRecord record) {
    double typical = record.getTypical();
    if (typical < 1) {
      return function.measure().isGrowing()
          ? "where next to none are usual"
          : "where less than 1 is usual";
    }
    return String.format(
        Locale.ROOT, "%.1f times the usual %s", record.getActual() / typical, amount(typical));
  }

  /** The percentage is rounded down: only nothing at all is 100 % below. */
  private static String below(AnomalyRecord record) {
    double typical = record.getTypical();
    double missing = typical > 0 ? Math.max(0, 1 - record.getActual() / typical) : 0;
    return String.format(
        Locale.ROOT, "%.0f %% below the usual %s", Math.floor(missing * 100), amount(typical));
  }

  private static String culprit(AnomalyRecord record) {
    return record.getInfluencersList().stream()
        .filter(influencer -> influencer.getShare() >= STANDS_OUT)
        .findFirst()
        .map(Summary::culprit)
        .orElse("");
  }

  private static String culprit(InfluencerScore influencer) {
    return String.format(
        Locale.ROOT,
        " %s %s accounts for %.0f %% of it, usually %.0f %%.",
        influencer.getField(),
        influencer.getValue(),
        influencer.getShare() * 100,
        influencer.getUsualShare() * 100);
  }

  /** Small means have a fraction that matters; counts never have one. */
  private static String amount(double value) {
    boolean fraction = value < 100 && value != StrictMath.rint(value);
    return String.format(Locale.ROOT, fraction ? "%,.1f" : "%,.0f", value);
  }

  private static String span(long seconds) {
    Duration span = Duration.ofSeconds(seconds);
    if (seconds % 3_600 == 0) {
      return span.toHours() + " h";
    }
    return seconds % 60 == 0 ? span.toMinutes() + " min" : seconds + " s";
  }
}
