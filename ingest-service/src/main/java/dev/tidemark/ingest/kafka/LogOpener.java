package dev.tidemark.ingest.kafka;

/** Opens transactional logs once the topics are there, and remembers how many partitions. */
public final class LogOpener implements UpdateLog.Opener {

  private final KafkaClients clients;
  private volatile int partitions;

  /** An opener of this instance's logs. */
  public LogOpener(KafkaClients clients) {
    this.clients = clients;
  }

  /** Number of partitions of the bucket updates; 0 while it is not known. */
  public int partitions() {
    return partitions;
  }

  @Override
  public UpdateLog open() {
    TransactionalLog log = TransactionalLog.open(clients, KafkaClients.UPDATES);
    partitions = log.partitions();
    return log;
  }
}
