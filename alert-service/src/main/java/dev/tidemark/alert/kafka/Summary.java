package dev.tidemark.alert.kafka;

import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.scoring.v1.InfluencerScore;
import java.time.Duration;
import java.util.Locale;

/** A record in one or two sentences that a person wants to read. */
final class Summary {

  private static final double STANDS_OUT = 0.2;

  private Summary() {}

  static String of(AnomalyRecord record) {
    return String.format(
        Locale.ROOT,
        "%s%s %s in %s%s, %s.%s",
        subject(record),
        amount(record.getActual()),
        unit(record),
        span(record.getBucketSpanS()),
        record.getInterim() ? " so far" : "",
        comparison(record),
        culprit(record));
  }

  private static String subject(AnomalyRecord record) {
    String values =
        record.getPartitionValue()
            + (record.getPartitionValue().isEmpty() || record.getByValue().isEmpty() ? "" : ", ")
            + record.getByValue();
    return values.isEmpty() ? "" : values + ": ";
  }

  private static String unit(AnomalyRecord record) {
    if (record.getFunction() != Function.FUNCTION_HIGH_SUM) {
      return "network events";
    }
    return record.getField().endsWith("bytes") ? "bytes" : "of " + record.getField();
  }

  private static String comparison(AnomalyRecord record) {
    double typical = record.getTypical();
    if (typical < 1) {
      return "where next to none are usual";
    }
    return String.format(
        Locale.ROOT, "%.1f times the usual %s", record.getActual() / typical, amount(typical));
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

  private static String amount(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String span(long seconds) {
    Duration span = Duration.ofSeconds(seconds);
    if (seconds % 3_600 == 0) {
      return span.toHours() + " h";
    }
    return seconds % 60 == 0 ? span.toMinutes() + " min" : seconds + " s";
  }
}
