package dev.tidemark.baseline.model;

import dev.tidemark.contract.FrequentValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * Usual shares of the values of one influencer field. Values are known by a 64-bit hash of their
 * text: only looking up is needed, and addresses take no room. The smallest shares are forgotten
 * when there is no room.
 */
final class FieldShares {

  private static final long SEED = 0x7469_6465L;
  private static final float NEGLIGIBLE = 1e-5f;

  /** Buckets learned, for a fast start. */
  int learned;

  final TreeMap<Long, Float> shares = new TreeMap<>();

  double share(String value) {
    return shares.getOrDefault(hash(value), 0f);
  }

  void learn(FrequentValues values, double total, double slowest) {
    learned = learned == Integer.MAX_VALUE ? learned : learned + 1;
    double rate = Math.max(slowest, 1.0 / learned);
    shares.replaceAll((_, share) -> (float) (share * (1 - rate)));
    for (FrequentValues.Frequency frequency : values.heaviest()) {
      double seen = Math.min(1, frequency.weight() / total);
      shares.merge(hash(frequency.value()), (float) (rate * seen), FieldShares::sum);
    }
  }

  private static float sum(float a, float b) {
    return Math.min(1, a + b);
  }

  /** Keeps the largest shares. */
  FieldShares trim(int capacity) {
    shares.values().removeIf(share -> share < NEGLIGIBLE);
    if (shares.size() > capacity) {
      List<Map.Entry<Long, Float>> bySize = new ArrayList<>(shares.entrySet());
      bySize.sort(
          Map.Entry.<Long, Float>comparingByValue()
              .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
      List<Long> smallest =
          bySize.stream().limit(shares.size() - capacity).map(Map.Entry::getKey).toList();
      shares.keySet().removeAll(smallest);
    }
    return this;
  }

  private static long hash(String value) {
    return MurmurHash3.hash(value.getBytes(StandardCharsets.UTF_8), SEED)[0];
  }
}
