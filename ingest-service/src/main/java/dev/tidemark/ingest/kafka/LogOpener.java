package dev.tidemark.ingest.kafka;

import org.apache.kafka.common.KafkaException;

/** Opens transactional logs once the topics are there, and remembers how many partitions. */
public final class LogOpener implements UpdateLog.Opener {

  private final KafkaClients clients;
  private final TopicCheck topics;
  private volatile int partitions;

  /** An opener of this instance's logs. */
  public LogOpener(KafkaClients clients) {
    this.clients = clients;
    topics = new TopicCheck(clients);
  }

  /** Number of partitions of the bucket updates; 0 while it is not known. */
  public int partitions() {
    return partitions;
  }

  @Override
  public UpdateLog open() {
    int found = topics.partitions();
    try {
      UpdateLog log = TransactionalLog.over(clients.transactionalProducer(), found);
      partitions = found;
      return log;
    } catch (KafkaException e) {
      throw new UpdateLog.UnknownOutcomeException("no producer: " + e.getMessage(), e);
    }
  }
}
