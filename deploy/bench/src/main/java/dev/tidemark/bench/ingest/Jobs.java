package dev.tidemark.bench.ingest;

import dev.tidemark.contract.Topics;
import dev.tidemark.proto.job.v1.Detector;
import dev.tidemark.proto.job.v1.Filter;
import dev.tidemark.proto.job.v1.Filters;
import dev.tidemark.proto.job.v1.Function;
import dev.tidemark.proto.job.v1.Job;
import dev.tidemark.proto.job.v1.JobState;
import dev.tidemark.proto.job.v1.Terms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The live jobs that ingest-service knows: written to their topic as baseline-service does. */
final class Jobs implements AutoCloseable {

  private static final List<String> OWN_AGENTS =
      List.of("elastic-agent", "metricbeat", "filebeat", "packetbeat", "winlogbeat");
  private static final List<String> INFLUENCERS =
      List.of(
          "source.ip",
          "destination.ip",
          "destination.geo.country_name",
          "destination.as.organization.name");

  private final KafkaProducer<byte[], byte[]> producer;
  private final IngestProcess ingest;
  private final List<String> known = new ArrayList<>();

  Jobs(String kafka, IngestProcess ingest) {
    this.ingest = ingest;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Jobs with the filter and influencers of the shipped one. */
  void shipped(int number) throws InterruptedException, ExecutionException {
    become(number, "network", INFLUENCERS);
  }

  /** The same jobs without influencers. */
  void withoutInfluencers(int number) throws InterruptedException, ExecutionException {
    become(number, "network", List.of());
  }

  /** The same jobs with a filter that no event of the benchmark passes. */
  void thatDoNotMatch(int number) throws InterruptedException, ExecutionException {
    become(number, "authentication", INFLUENCERS);
  }

  private void become(int number, String category, List<String> influencers)
      throws InterruptedException, ExecutionException {
    for (String id : known) {
      write(id, null);
    }
    known.clear();
    ingest.awaitJobs(0);
    for (int i = 0; i < number; i++) {
      String id = "job-" + i;
      known.add(id);
      write(id, job(id, category + (category.equals("network") ? "" : "-" + i), influencers));
    }
    ingest.awaitJobs(number);
  }

  private void write(String id, @org.jspecify.annotations.Nullable Job job)
      throws InterruptedException, ExecutionException {
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    producer
        .send(new ProducerRecord<>(Topics.JOBS, key, job == null ? null : job.toByteArray()))
        .get();
  }

  private static Job job(String id, String category, List<String> influencers) {
    Filter network = terms("event.category", List.of(category));
    Filter ours = Filter.newBuilder().setNot(terms("process.name", OWN_AGENTS)).build();
    return Job.newBuilder()
        .setId(id)
        .setUid("uid-" + id)
        .setBucketSpanS(900)
        .setShards(1)
        .setState(JobState.JOB_STATE_LIVE)
        .setFilter(
            Filter.newBuilder().setAll(Filters.newBuilder().addFilters(network).addFilters(ours)))
        .addDetectors(Detector.newBuilder().setFunction(Function.FUNCTION_HIGH_COUNT))
        .addAllInfluencers(influencers)
        .build();
  }

  private static Filter terms(String field, List<String> values) {
    return Filter.newBuilder()
        .setTerms(Terms.newBuilder().setField(field).addAllValues(values))
        .build();
  }

  @Override
  public void close() {
    producer.close();
  }
}
