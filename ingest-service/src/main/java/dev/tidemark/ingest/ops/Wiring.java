package dev.tidemark.ingest.ops;

import dev.tidemark.ingest.format.Format;
import dev.tidemark.ingest.kafka.DeadLetters;
import dev.tidemark.ingest.kafka.JobCatalogue;
import dev.tidemark.ingest.kafka.KafkaClients;
import dev.tidemark.ingest.kafka.LogOpener;
import dev.tidemark.ingest.kafka.SourceReader;
import dev.tidemark.ingest.kafka.Ticker;
import dev.tidemark.ingest.kafka.UpdatePublisher;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Puts the parts together. */
@Singleton
class Wiring {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  KafkaClients clients(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, IngestConfig config) {
    return new KafkaClients(kafka, config.instance().orElseGet(Wiring::anyName));
  }

  @Produces
  @Singleton
  LogOpener logOpener(KafkaClients clients) {
    return new LogOpener(clients);
  }

  @Produces
  @Singleton
  UpdatePublisher publisher(BatchConfig batch, LogOpener opener, IngestMetrics metrics) {
    return new UpdatePublisher(batch, opener, metrics::commit);
  }

  @Produces
  @Singleton
  DeadLetters deadLetters(KafkaClients clients, Clock clock) {
    return new DeadLetters(clients, clock);
  }

  @Produces
  @Singleton
  JobCatalogue catalogue(KafkaClients clients, DeadLetters deadLetters, IngestMetrics metrics) {
    JobCatalogue catalogue =
        new JobCatalogue(
            clients,
            (detail, source, value) -> {
              metrics.badJob();
              deadLetters.offer("undecodable_job", detail, source, value, 0, value.length);
            });
    metrics.liveJobs(() -> catalogue.snapshot().map(known -> known.live().jobs().size()).orElse(0));
    return catalogue;
  }

  @Produces
  @Singleton
  Ticker ticker(
      KafkaClients clients, LogOpener opener, UpdatePublisher publisher, IngestMetrics metrics) {
    return new Ticker(
        clients, opener::partitions, () -> publisher.unavailable().isEmpty(), metrics::tickFailed);
  }

  @Produces
  @Singleton
  SourceReader sources(
      SourcesConfig config,
      LimitsConfig limits,
      KafkaClients clients,
      JobCatalogue catalogue,
      BatchConfig batch,
      SourceRecords records,
      Clock clock) {
    return new SourceReader(
        formats(config),
        config.group(),
        clients,
        catalogue,
        new SourceReader.Intake(limits, batch.maxUpdates(), clock, records));
  }

  private static Map<String, Format> formats(SourcesConfig config) {
    Map<String, Format> formats = new HashMap<>();
    config
        .sources()
        .forEach(
            (name, source) -> {
              if (formats.put(source.topic(), format(name, source)) != null) {
                throw new IllegalStateException(
                    "tidemark.ingest.kafka.sources."
                        + name
                        + ".topic '"
                        + source.topic()
                        + "' is another source's, too");
              }
            });
    return formats;
  }

  private static Format format(String name, SourcesConfig.Source source) {
    return Format.named(source.format())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "tidemark.ingest.kafka.sources."
                        + name
                        + ".format '"
                        + source.format()
                        + "' is none of "
                        + Format.names()));
  }

  private static String anyName() {
    String random = UUID.randomUUID().toString().substring(0, 8);
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT) + "-" + random;
    } catch (UnknownHostException e) {
      return "ingest-" + random;
    }
  }
}
