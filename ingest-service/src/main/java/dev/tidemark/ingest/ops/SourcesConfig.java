package dev.tidemark.ingest.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Kafka topics that events are taken from, beside HTTP. */
@ConfigMapping(prefix = "tidemark.ingest.kafka")
public interface SourcesConfig {

  /** The topics, by a name of your choice: {@code tidemark.ingest.kafka.sources.NAME.topic}. */
  Map<String, Source> sources();

  /** Consumer group of all instances. Another one reads the last 24 hours anew. */
  @WithDefault("tidemark-ingest")
  String group();

  /** One topic. */
  interface Source {

    /** Its name. It lies on the cluster of Tidemark's own topics: one transaction holds both. */
    String topic();

    /** What its records are written in, as parameter {@code format} of a request. */
    @WithDefault("auto")
    String format();
  }
}
