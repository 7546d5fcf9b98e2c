package dev.tidemark.baseline.bucket;

import dev.tidemark.baseline.model.Prediction;
import dev.tidemark.baseline.model.ScoreContext;
import dev.tidemark.baseline.model.UsualShares;
import dev.tidemark.contract.DetectorFunction;
import dev.tidemark.contract.SeriesKey;
import dev.tidemark.contract.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of one series that is to be written down, and scored where it was predicted.
 *
 * @param shard the shard as it was when the bucket was closed
 * @param series which series
 * @param start start of the bucket, epoch seconds
 * @param kind how it came to be
 * @param aggregate what was counted
 * @param expected what was expected; null where nothing was
 * @param told whether an interim record of it was told
 */
public record BucketResult(
    ShardView shard,
    SeriesKey series,
    long start,
    Kind kind,
    Aggregate aggregate,
    @Nullable Expected expected,
    boolean told) {

  private static final int MOST_VALUES = 20;
  private static final double EXPLAINED_ABOVE = 0.5;

  /** How a result came to be. */
  public enum Kind {
    /** The watermark passed its end. */
    FINAL,
    /** It still fills. */
    INTERIM,
    /** Not judged: under a scheduled event. */
    SCHEDULED_EVENT,
    /** Not judged: the source was not alive, but something was counted. */
    NOT_ALIVE,
    /** Not judged: the job was closed while it filled. Expected only where a record is to end. */
    JOB_CLOSED,
    /** Not judged: the first bucket of its series. */
    FIRST_BUCKET,
    /**
     * Not judged: the source was alive, but the function has no value, such as a mean of nothing.
     * Kept only so that late events can still give it one.
     */
    NO_VALUE
  }

  /**
   * What a result needs to know of its shard.
   *
   * @param state the shard
   * @param job its job at that time
   * @param mode its mode at that time
   * @param openAlerts whether history may open alerts
   */
  public record ShardView(ShardState state, ShardJob job, ShardMode mode, boolean openAlerts) {

    static ShardView of(ShardState state) {
      return new ShardView(state, state.job, state.mode, state.openAlerts);
    }
  }

  /**
   * What was expected before the bucket was learned.
   *
   * @param with what it is scored with
   * @param contributions influencer values with their usual shares
   * @param usualCompanions usual values of other figures, as far as known
   */
  public record Expected(
      FrozenPrediction with,
      List<Contribution> contributions,
      Map<String, Double> usualCompanions) {

    /** Copies the collections. */
    public Expected {
      contributions = List.copyOf(contributions);
      usualCompanions = Map.copyOf(usualCompanions);
    }

    /** The distribution. */
    public Prediction prediction() {
      return with.prediction();
    }

    /** The series' own past. */
    public ScoreContext context() {
      return with.context();
    }
  }

  /**
   * How much of a bucket one influencer value accounts for.
   *
   * @param field the event field
   * @param value its value
   * @param amount in the detector's unit
   * @param usualShare usual share of a bucket, in [0, 1]
   */
  public record Contribution(String field, String value, double amount, double usualShare) {}

  /** The bucket's value; so far, while interim. Empty: it has none. */
  public OptionalDouble value() {
    return kind == Kind.INTERIM ? aggregate.valueSoFar(function()) : aggregate.value(function());
  }

  /** The scheduled event that it is under; null: none. */
  public @Nullable String scheduledEvent() {
    return kind == Kind.SCHEDULED_EVENT || kind == Kind.NO_VALUE
        ? shard.job().calendar().over(start, start + shard.job().span().seconds(), series)
        : null;
  }

  /** The detector's function. */
  public DetectorFunction function() {
    return shard.job().functions().get(series.detector());
  }

  /**
   * What is expected of a bucket. What is usual beside its value is taken from the model as it is;
   * of a series whose model is gone nothing is.
   */
  static Expected expected(
      FrozenPrediction with,
      @Nullable SeriesModel model,
      Instant start,
      Aggregate aggregate,
      DetectorFunction function) {
    if (model == null) {
      return new Expected(with, List.of(), Map.of());
    }
    OptionalDouble value = aggregate.value(function);
    // What is low has no influencers, see scoring-service's RATIONALE.
    boolean worthExplaining =
        function.side() != Side.LOW
            && value.isPresent()
            && with.prediction().residual(value.getAsDouble()) > EXPLAINED_ABOVE;
    return new Expected(
        with,
        worthExplaining ? contributions(model, aggregate) : List.of(),
        usual(model.usual(), start, aggregate));
  }

  private static List<Contribution> contributions(SeriesModel model, Aggregate aggregate) {
    List<Contribution> contributions = new ArrayList<>();
    aggregate
        .influencers()
        .forEach(
            (field, values) ->
                values.heaviest().stream()
                    .limit(MOST_VALUES)
                    .map(
                        value ->
                            new Contribution(
                                field,
                                value.value(),
                                value.weight(),
                                model.usual().share(field, value.value())))
                    .forEach(contributions::add));
    return contributions;
  }

  private static Map<String, Double> usual(UsualShares usual, Instant start, Aggregate aggregate) {
    Map<String, Double> known = new TreeMap<>();
    for (String name : aggregate.companions().keySet()) {
      OptionalDouble value = usual.companion(name, start);
      value.ifPresent(present -> known.put(name, present));
    }
    return known;
  }
}
