package dev.tidemark.alert.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose surprises a rule's threshold counts. */
public enum ScoreOf {
  /** All series of a job together: 75 is once a year in the whole job, however many it has. */
  JOB,
  /** Each series for itself: with a thousand of them, 75 comes a thousand times a year. */
  SERIES;

  /** The score of a record that counts. */
  double of(Anomaly anomaly) {
    return switch (this) {
      case JOB -> anomaly.jobScore();
      case SERIES -> anomaly.score();
    };
  }

  /** As it stands in a rule. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with a word; empty if there is none. */
  public static Optional<ScoreOf> of(String word) {
    return Arrays.stream(values()).filter(scoreOf -> scoreOf.word().equals(word)).findFirst();
  }
}
