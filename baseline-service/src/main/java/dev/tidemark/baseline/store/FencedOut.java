package dev.tidemark.baseline.store;

/** Another owner has taken the partition: what this one holds of it is worthless. */
public final class FencedOut extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** For a partition. */
  public FencedOut(int partition) {
    super("partition " + partition + " has another owner");
  }
}
