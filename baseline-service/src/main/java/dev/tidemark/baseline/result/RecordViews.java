package dev.tidemark.baseline.result;

import dev.tidemark.baseline.result.RecordView.CompanionView;
import dev.tidemark.baseline.result.RecordView.Influencer;
import dev.tidemark.baseline.result.RecordView.Links;
import dev.tidemark.baseline.result.RecordView.Series;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.anomaly.v1.Companion;
import dev.tidemark.proto.anomaly.v1.Origin;
import dev.tidemark.proto.scoring.v1.Explanation;
import dev.tidemark.proto.scoring.v1.InfluencerScore;
import dev.tidemark.proto.scoring.v1.Prediction;
import dev.tidemark.proto.scoring.v1.ScoreContext;
import dev.tidemark.proto.scoring.v1.SideContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns stored records into what REST shows. */
final class RecordViews {

  private static final long DAY_SECONDS = 86_400;

  private RecordViews() {}

  static RecordView of(AnomalyRecord body) {
    Instant start = Instant.ofEpochSecond(body.getBucketStartS());
    return new RecordView(
        body.getId(),
        body.getJobId(),
        start,
        start.plusSeconds(body.getBucketSpanS()),
        series(body),
        body.getActual(),
        body.getTypical(),
        isLow(body) ? "low" : "high",
        body.getLower(),
        body.getUpper(),
        body.getExplanation().getFactor(),
        body.getProbability(),
        body.getAnomalyScore(),
        body.hasJobScore() ? body.getJobScore() : body.getAnomalyScore(),
        Math.max(1, body.getSeriesWatched()),
        body.getInterim(),
        body.getRevised(),
        body.getSkipped(),
        body.getOrigin() == Origin.ORIGIN_HISTORY ? "history" : "live",
        body.getOpenAlerts(),
        body.getInfluencersList().stream().map(RecordViews::influencer).toList(),
        body.getCompanionsList().stream().map(RecordViews::companion).toList(),
        body.hasActualLastWeek() ? body.getActualLastWeek() : null,
        explanation(body.getExplanation(), body.getPrediction().getBorrowed()),
        evidence(body.getPrediction(), body.getContext()),
        links(body, start));
  }

  private static boolean isLow(AnomalyRecord body) {
    return DetectorFunction.ofNumber(body.getFunctionValue())
        .side()
        .isLow(body.getExplanation().getSide(), body.getActual(), body.getTypical());
  }

  private static Series series(AnomalyRecord body) {
    return new Series(
        body.getDetector(),
        DetectorFunction.ofNumber(body.getFunctionValue()).text(),
        orAbsent(body.getField(), body.getField()),
        orAbsent(body.getPartitionField(), body.getPartitionField()),
        orAbsent(body.getPartitionField(), body.getPartitionValue()),
        orAbsent(body.getByField(), body.getByField()),
        orAbsent(body.getByField(), body.getByValue()));
  }

  private static @Nullable String orAbsent(String field, String value) {
    return field.isEmpty() ? null : value;
  }

  private static Influencer influencer(InfluencerScore score) {
    return new Influencer(
        score.getField(),
        score.getValue(),
        score.getScore(),
        score.getShare(),
        score.getUsualShare(),
        score.getExcess());
  }

  private static CompanionView companion(Companion companion) {
    return new CompanionView(
        companion.getName(),
        companion.getActual(),
        companion.hasUsual() ? companion.getUsual() : null);
  }

  private static RecordView.Explanation explanation(Explanation numbers, boolean borrowed) {
    return new RecordView.Explanation(
        numbers.getResidual(),
        numbers.getUnexplainedResidual(),
        numbers.getSurpriseSize(),
        numbers.getTailUsed(),
        numbers.getSingleBucketScore(),
        numbers.getMultiBucketScore(),
        numbers.getDecisiveBuckets(),
        numbers.getHistoryBuckets(),
        numbers.getHistoryS(),
        numbers.getDaily(),
        numbers.getWeekly(),
        numbers.getLevelShift(),
        borrowed,
        numbers.getWaitingTimeS(),
        numbers.getExtrapolated());
  }

  private static RecordView.Evidence evidence(Prediction prediction, ScoreContext context) {
    return new RecordView.Evidence(
        prediction.getPower(),
        prediction.getLocation(),
        prediction.getScale(),
        prediction.getAllowedAbove(),
        prediction.getAllowedBelow(),
        context.getRecentResidualsList(),
        context.getCarried(),
        context.getJumpScale(),
        context.getSumScalesList(),
        frequencies(context.getAbove()),
        frequencies(context.getBelow()));
  }

  private static RecordView.Frequencies frequencies(SideContext side) {
    return new RecordView.Frequencies(side.getReach(), side.getFirst(), side.getSlopesList());
  }

  private static Links links(AnomalyRecord body, Instant start) {
    String job = "/api/v1/jobs/" + body.getJobId();
    StringBuilder buckets = new StringBuilder(job).append("/buckets?from=");
    buckets.append(start.minusSeconds(DAY_SECONDS)).append("&to=");
    buckets.append(start.plusSeconds(body.getBucketSpanS()));
    buckets.append("&detector=").append(body.getDetector());
    if (!body.getPartitionField().isEmpty()) {
      buckets.append("&partition_value=").append(encoded(body.getPartitionValue()));
    }
    if (!body.getByField().isEmpty()) {
      buckets.append("&by_value=").append(encoded(body.getByValue()));
    }
    return new Links(job + "/records/" + body.getId(), job, buckets.toString());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
