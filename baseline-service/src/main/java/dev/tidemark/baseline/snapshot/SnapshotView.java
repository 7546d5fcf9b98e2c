package dev.tidemark.baseline.snapshot;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A snapshot as REST shows it.
 *
 * @param id the day in UTC that begins with it
 * @param takenAt start of that day: buckets that end there or before were learned
 * @param shards how many shards have taken it
 * @param complete whether all of them have
 * @param series how many series it holds
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SnapshotView(
    LocalDate id, Instant takenAt, long shards, boolean complete, long series) {

  /**
   * The snapshots of a job.
   *
   * @param snapshots newest first
   */
  @RegisterForReflection
  public record Snapshots(List<SnapshotView> snapshots) {
    /** Copies them. */
    public Snapshots {
      snapshots = List.copyOf(snapshots);
    }
  }
}
