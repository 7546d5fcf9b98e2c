package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fields that keep their values under another name: of several candidates, the first with one. */
final class Copies {

  private final int[] targets;
  private final int[][] sources;

  private Copies(List<int[]> rows) {
    targets = rows.stream().mapToInt(row -> row[0]).toArray();
    sources =
        rows.stream().map(row -> Arrays.copyOfRange(row, 1, row.length)).toArray(int[][]::new);
  }

  /** Copies in the making. */
  static final class Builder {

    private final Slots slots;
    private final List<int[]> rows = new ArrayList<>();

    Builder(Slots slots) {
      this.slots = slots;
    }

    Builder copy(String target, String... candidates) {
      if (slots.wants(target)) {
        int[] row = new int[1 + candidates.length];
        row[0] = slots.target(target);
        for (int i = 0; i < candidates.length; i++) {
          row[i + 1] = slots.raw(candidates[i]);
        }
        rows.add(row);
      }
      return this;
    }

    Copies build() {
      return new Copies(rows);
    }
  }

  void apply(EcsEvent event) {
    for (int i = 0; i < targets.length; i++) {
      for (int source : sources[i]) {
        if (event.value(source) != null) {
          event.copy(source, targets[i]);
          break;
        }
      }
    }
  }
}
