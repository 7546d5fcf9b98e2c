package dev.tidemark.bench.waiting;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Endless traffic without any anomaly, in buckets of a quarter of an hour. */
enum Simulation {
  /** A daily and a weekly rhythm, counts of a negative binomial distribution. */
  SEASONAL {
    @Override
    Source source(UniformRandomProvider random) {
      return start -> negativeBinomial(random, 200 * rhythm(start), 30);
    }
  },
  /** The logarithm has Student's t distribution with five degrees of freedom. */
  HEAVY_TAILED {
    @Override
    Source source(UniformRandomProvider random) {
      var normal = ZigguratSampler.NormalizedGaussian.of(random);
      // Chi-squared with five degrees of freedom.
      var squares = AhrensDieterMarsagliaTsangGammaSampler.of(random, 2.5, 2);
      return start -> {
        double t = normal.sample() / StrictMath.sqrt(squares.sample() / 5);
        return StrictMath.rint(500 * rhythm(start) * StrictMath.exp(0.2 * t));
      };
    }
  },
  /** The logarithm of the mean wanders: what is high stays high for hours. */
  AUTOCORRELATED {
    @Override
    Source source(UniformRandomProvider random) {
      var normal = ZigguratSampler.NormalizedGaussian.of(random);
      double[] drift = {0};
      return start -> {
        drift[0] = STAYS * drift[0] + StrictMath.sqrt(1 - STAYS * STAYS) * normal.sample();
        double mean = 500 * rhythm(start) * StrictMath.exp(0.2 * drift[0]);
        return negativeBinomial(random, mean, 100);
      };
    }
  },
  /** An event every few buckets. */
  NEAR_ZERO {
    @Override
    Source source(UniformRandomProvider random) {
      return start -> negativeBinomial(random, 0.2 * rhythm(start), 1);
    }
  };

  private static final double STAYS = 0.95;

  /** Where values come from, bucket by bucket. */
  interface Source {
    double next(long start);
  }

  abstract Source source(UniformRandomProvider random);

  private static double negativeBinomial(UniformRandomProvider random, double mean, double size) {
    double gamma = AhrensDieterMarsagliaTsangGammaSampler.of(random, size, mean / size).sample();
    return gamma <= 0 ? 0 : PoissonSampler.of(random, gamma).sample();
  }

  private static double rhythm(long start) {
    double day = start % 86_400 / 86_400.0;
    double week = start / 86_400 % 7 >= 5 ? 0.6 : 1;
    return week * (1 + 0.6 * StrictMath.sin(2 * Math.PI * day));
  }
}
