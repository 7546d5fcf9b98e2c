package dev.tidemark.alert.pipeline;

/**
 * Consecutive anomalous buckets of one series under one rule: one alert. An ended one is remembered
 * for two days, so that a repair of one of its buckets goes into its alert.
 *
 * @param alertId its alert
 * @param ruleId its rule
 * @param series canonical form of the series; empty for missing data
 * @param noData whether it is about missing data instead of anomalies
 * @param openedSecond start of its first bucket, seconds since the epoch
 * @param lastEndSecond end of its last anomalous bucket so far
 * @param spanSeconds bucket span
 * @param gaps buckets since then in which the source was not alive: no sign of recovery
 * @param severity the worst so far
 * @param peakScore the highest score so far
 * @param toldScore the score last told
 * @param silenced whether a person closed its alert
 * @param ended whether it is over
 */
public record Episode(
    String alertId,
    String ruleId,
    String series,
    boolean noData,
    long openedSecond,
    long lastEndSecond,
    long spanSeconds,
    long gaps,
    Severity severity,
    double peakScore,
    double toldScore,
    boolean silenced,
    boolean ended) {

  /** This many quiet buckets end an episode. */
  public static final int QUIET_BUCKETS = 4;

  static Episode opened(String alertId, RuleTerms rule, Anomaly anomaly) {
    return new Episode(
        alertId,
        rule.id(),
        anomaly.series().canonical(),
        false,
        anomaly.startSecond(),
        anomaly.endSecond(),
        anomaly.spanSeconds(),
        0,
        rule.severity(),
        anomaly.score(),
        anomaly.score(),
        false,
        false);
  }

  static Episode withoutData(String alertId, RuleTerms rule, long gapStart, FeedMessage.Closing c) {
    return new Episode(
        alertId,
        rule.id(),
        "",
        true,
        gapStart,
        c.untilSecond(),
        c.spanSeconds(),
        0,
        rule.severity(),
        0,
        0,
        false,
        false);
  }

  /** Buckets between its last anomalous one and a time that show that it is quiet. */
  long quietUntil(long second) {
    return (second - lastEndSecond) / spanSeconds - gaps;
  }

  boolean isOf(String rule, String otherSeries) {
    return !noData && ruleId.equals(rule) && series.equals(otherSeries);
  }

  /** Whether a record of its rule and series belongs to it. */
  boolean holds(Anomaly anomaly) {
    if (ended) {
      return covers(anomaly);
    }
    return quietUntil(anomaly.startSecond()) < QUIET_BUCKETS
        && (openedSecond - anomaly.endSecond()) / spanSeconds < QUIET_BUCKETS;
  }

  /** Whether a record's bucket lies within: what is said of it corrects what was said before. */
  boolean covers(Anomaly anomaly) {
    return openedSecond <= anomaly.startSecond() && anomaly.endSecond() <= lastEndSecond;
  }

  /** With one more record. */
  Episode with(Anomaly anomaly, Severity judged, double told) {
    boolean later = anomaly.endSecond() > lastEndSecond;
    return new Episode(
        alertId,
        ruleId,
        series,
        noData,
        openedSecond,
        Math.max(lastEndSecond, anomaly.endSecond()),
        spanSeconds,
        later ? 0 : gaps,
        severity.or(judged),
        Math.max(peakScore, anomaly.score()),
        told,
        silenced,
        ended);
  }

  /** After a closing. */
  Episode after(FeedMessage.Closing c) {
    long covered = (c.untilSecond() - Math.max(c.fromSecond(), lastEndSecond)) / spanSeconds;
    return with(lastEndSecond, gaps + Math.clamp(covered, 0, c.gaps()), ended);
  }

  /** Missing data goes on. */
  Episode still(long untilSecond) {
    return with(untilSecond, 0, false);
  }

  /** It is over. */
  Episode end() {
    return with(lastEndSecond, gaps, true);
  }

  private Episode with(long lastEnd, long gapsSince, boolean over) {
    return new Episode(
        alertId,
        ruleId,
        series,
        noData,
        openedSecond,
        lastEnd,
        spanSeconds,
        gapsSince,
        severity,
        peakScore,
        toldScore,
        silenced,
        over);
  }
}
