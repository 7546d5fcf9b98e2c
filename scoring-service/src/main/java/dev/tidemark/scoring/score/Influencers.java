package dev.tidemark.scoring.score;

import dev.tidemark.contract.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which field values a surprise is made of: those whose share of the bucket exceeds their usual
 * share, by how much of the bucket's excess over typical each explains. With {@code excess = amount
 * - usual share * typical}:
 *
 * <pre>  score = bucket score * min(1, excess / (actual - typical))</pre>
 *
 * <p>A bucket below typical has none, nor has one that is low together with those before it. What
 * is missing would be explained by values that are gone; their usual shares are known by a hash
 * only, so they could not be named, and naming those that are still there would put the blame on
 * the wrong ones.
 */
final class Influencers {

  private static final int PER_FIELD = 10;

  private static final Comparator<Influencer> STRONGEST_FIRST =
      Comparator.comparingDouble(Influencer::score)
          .thenComparingDouble(Influencer::excess)
          .reversed()
          .thenComparing(Influencer::field)
          .thenComparing(Influencer::value);

  private Influencers() {}

  /**
   * Values that stand out, highest score first, at most 10 a field; none in a bucket that is not
   * above typical or that is low.
   *
   * @param decided the side that decided
   */
  static List<Influencer> of(BucketCase bucket, Side decided, double anomalyScore) {
    double excess = bucket.actual() - bucket.expected().typical();
    if (decided == Side.LOW || excess <= 0 || anomalyScore <= 0) {
      return List.of();
    }
    Map<String, List<Influencer>> byField = new TreeMap<>();
    for (Contribution contribution : bucket.contributions()) {
      Influencer influencer = influencer(contribution, bucket, excess, anomalyScore);
      if (influencer.excess() > 0 && influencer.share() > influencer.usualShare()) {
        byField.computeIfAbsent(influencer.field(), _ -> new ArrayList<>()).add(influencer);
      }
    }
    return byField.values().stream()
        .flatMap(field -> field.stream().sorted(STRONGEST_FIRST).limit(PER_FIELD))
        .sorted(STRONGEST_FIRST)
        .toList();
  }

  private static Influencer influencer(
      Contribution contribution, BucketCase bucket, double bucketExcess, double anomalyScore) {
    double share = Math.min(1, contribution.amount() / bucket.actual());
    double excess = contribution.amount() - contribution.usualShare() * bucket.expected().typical();
    double score = anomalyScore * Math.clamp(excess / bucketExcess, 0, 1);
    return new Influencer(
        contribution.field(),
        contribution.value(),
        score,
        share,
        contribution.usualShare(),
        excess);
  }
}
