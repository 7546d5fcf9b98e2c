package dev.tidemark.baseline.store;

/**
 * What must still be true of {@code partition_owner} for a transaction to count.
 *
 * @param partition the partition
 * @param epoch the owner's epoch
 * @param offset the offset at which the stored state stands
 */
public record Fence(int partition, long epoch, long offset) {}
