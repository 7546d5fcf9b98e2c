package dev.tidemark.ingest.kafka;

import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.event.Verdict;
import dev.tidemark.ingest.fold.FoldStatistics;

/** Told what becomes of records of source topics, for metrics and dead letters. */
public interface SourceObserver {

  /** Records were folded and are committed. */
  void committed(FoldStatistics statistics, int records);

  /**
   * Input could not be used.
   *
   * @param source topic, partition and offset
   * @param buffer holds the input during the call
   * @param from its first byte
   * @param to after its last byte
   */
  void rejected(RejectReason reason, String detail, String source, byte[] buffer, int from, int to);

  /** Input was right, but told of no event. */
  void noEvent(Verdict.NoEvent kind);

  /**
   * A record could not be read because of a fault of this service.
   *
   * @param source topic, partition and offset
   */
  void fault(String source, byte[] value);

  /** Reading failed, and is tried again. */
  void failed();
}
