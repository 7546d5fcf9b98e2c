package dev.tidemark.alert.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.alert.ops.Links;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.proto.anomaly.v1.AnomalyRecord;
import dev.tidemark.proto.anomaly.v1.Companion;
import dev.tidemark.proto.scoring.v1.Explanation;
import dev.tidemark.proto.scoring.v1.InfluencerScore;
import jakarta.inject.Singleton;
import java.time.Instant;

/** All that is known about a record, as the JSON that alerts keep. */
@Singleton
class Evidence {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Links links;

  Evidence(Links links) {
    this.links = links;
  }

  /** The record as JSON, with a sentence for a person. */
  String json(AnomalyRecord record) {
    ObjectNode node = JSON.createObjectNode();
    node.put("summary", clean(Summary.of(record)));
    node.put("record_id", clean(record.getId()));
    node.putObject("job").put("id", record.getJobId()).put("uid", record.getJobUid());
    place(node, record);
    numbers(node, record);
    explain(node.putObject("explanation"), record.getExplanation())
        .put("borrowed", record.getPrediction().getBorrowed());
    ArrayNode influencers = node.putArray("influencers");
    record.getInfluencersList().forEach(value -> put(influencers.addObject(), value));
    ArrayNode companions = node.putArray("companions");
    record.getCompanionsList().forEach(value -> put(companions.addObject(), value));
    link(node.putObject("links"), record);
    return node.toString();
  }

  private static void place(ObjectNode node, AnomalyRecord record) {
    ObjectNode detector = node.putObject("detector").put("index", record.getDetector());
    detector.put("function", function(record).text());
    putUnlessEmpty(detector, "field", record.getField());
    ObjectNode series = node.putObject("series").put("shard", record.getShard());
    putUnlessEmpty(series, "partition_field", record.getPartitionField());
    putUnlessEmpty(series, "partition_value", record.getPartitionValue());
    putUnlessEmpty(series, "by_field", record.getByField());
    putUnlessEmpty(series, "by_value", record.getByValue());
    node.put("bucket_start", start(record)).put("bucket_end", end(record));
    node.put("bucket_span_s", record.getBucketSpanS());
  }

  private static void numbers(ObjectNode node, AnomalyRecord record) {
    node.put("actual", record.getActual()).put("typical", record.getTypical());
    node.put("side", isLow(record) ? "low" : "high");
    node.put("lower", record.getLower()).put("upper", record.getUpper());
    node.put("factor", record.getExplanation().getFactor());
    node.put("probability", record.getProbability());
    node.put("anomaly_score", record.getAnomalyScore());
    if (record.hasJobScore()) {
      node.put("job_score", record.getJobScore());
      node.put("series_watched", record.getSeriesWatched());
    }
    node.put("interim", record.getInterim()).put("revised", record.getRevised());
    if (record.hasActualLastWeek()) {
      node.put("actual_last_week", record.getActualLastWeek());
    }
  }

  private static ObjectNode explain(ObjectNode node, Explanation explanation) {
    node.put("factor", explanation.getFactor()).put("residual", explanation.getResidual());
    node.put("single_bucket_score", explanation.getSingleBucketScore());
    node.put("multi_bucket_score", explanation.getMultiBucketScore());
    node.put("decisive_buckets", explanation.getDecisiveBuckets());
    node.put("tail_used", explanation.getTailUsed());
    node.put("history_buckets", explanation.getHistoryBuckets());
    node.put("history_s", explanation.getHistoryS());
    node.put("daily", explanation.getDaily()).put("weekly", explanation.getWeekly());
    node.put("waiting_time_s", explanation.getWaitingTimeS());
    node.put("extrapolated", explanation.getExtrapolated());
    node.put("unexplained_residual", explanation.getUnexplainedResidual());
    node.put("surprise_size", explanation.getSurpriseSize());
    node.put("level_shift", explanation.getLevelShift());
    return node;
  }

  private static void put(ObjectNode node, InfluencerScore influencer) {
    node.put("field", clean(influencer.getField())).put("value", clean(influencer.getValue()));
    node.put("score", influencer.getScore()).put("share", influencer.getShare());
    node.put("usual_share", influencer.getUsualShare()).put("excess", influencer.getExcess());
  }

  private static void put(ObjectNode node, Companion companion) {
    node.put("name", clean(companion.getName())).put("actual", companion.getActual());
    if (companion.hasUsual()) {
      node.put("usual", companion.getUsual());
    }
  }

  private void link(ObjectNode node, AnomalyRecord record) {
    String from = start(record);
    String to = end(record);
    node.put("records", links.ofJob(record.getJobId(), "records", from, to));
    String dayBefore =
        Instant.ofEpochSecond(record.getBucketStartS()).minusSeconds(86_400).toString();
    node.put("plot", links.ofJob(record.getJobId(), "buckets", dayBefore, to));
  }

  private static String start(AnomalyRecord record) {
    return Instant.ofEpochSecond(record.getBucketStartS()).toString();
  }

  private static String end(AnomalyRecord record) {
    return Instant.ofEpochSecond(record.getBucketStartS() + record.getBucketSpanS()).toString();
  }

  /** Whether its low side decided. */
  static boolean isLow(AnomalyRecord record) {
    return function(record)
        .side()
        .isLow(record.getExplanation().getSide(), record.getActual(), record.getTypical());
  }

  private static DetectorFunction function(AnomalyRecord record) {
    return DetectorFunction.ofNumber(record.getFunctionValue());
  }

  private static void putUnlessEmpty(ObjectNode node, String name, String text) {
    if (!text.isEmpty()) {
      node.put(name, clean(text));
    }
  }

  /** PostgreSQL takes every character but one. */
  static String clean(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
