package dev.tidemark.alert.pipeline;

import static dev.tidemark.alert.pipeline.Feed.RULE;
import static dev.tidemark.alert.pipeline.Feed.SILENCE;
import static dev.tidemark.alert.pipeline.Feed.SPAN;
import static dev.tidemark.alert.pipeline.Feed.anomaly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.alert.pipeline.Effect.Telling;
import dev.tidemark.contract.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

  private static final RuleTerms OF_JOB =
      new RuleTerms(
          "job",
          RuleTerms.Kind.MACHINE_LEARNING,
          Set.of(Feed.JOB),
          75,
          ScoreOf.JOB,
          Severity.LOW,
          true);

  private final Feed feed = new Feed();

  @Test
  void aRuleCountsTheSurprisesOfTheWholeJobOrOfEachSeries() {
    // Given: a surprise that one of the job's many series has every few weeks
    feed.tell(inJob(anomaly(feed.start(), 90), 40)).quiet(5);
    feed.tell(inJob(anomaly(feed.start(), 99), 80)).quiet(5);
    // When
    Judgement judgement = feed.judged(RULE, OF_JOB);
    // Then
    assertThat(all(judgement, Effect.Opened.class))
        .extracting(opened -> opened.episode().ruleId() + " " + opened.episode().peakScore())
        .containsExactly("spike 90.0", "spike 99.0", "job 99.0");
    assertThat(all(judgement, Effect.Decided.class))
        .anySatisfy(
            decided ->
                assertThat(decided.decision().detail())
                    .isEqualTo("job score 40.0 is below the threshold 75.0"));
  }

  @Test
  void aYoungSeriesOfALargeJobNeedsTheJobsScoreToo() {
    // Given
    Anomaly.History young = new Anomaly.History(500, 5 * 86_400L);
    Anomaly anomaly = with(anomaly(feed.start(), 95), Anomaly.Origin.LIVE, false, young);
    feed.tell(inJob(anomaly, 80)).quiet(1);
    // Then
    assertThat(reasons(feed.judged(RULE, OF_JOB)))
        .containsExactly(Reason.FIRST_RECORD, Reason.LEARNING);
  }

  private static Anomaly inJob(Anomaly a, double jobScore) {
    return new Anomaly(
        a.id(),
        a.jobId(),
        a.series(),
        a.startSecond(),
        SPAN,
        a.score(),
        jobScore,
        false,
        false,
        a.origin(),
        false,
        a.history(),
        a.evidence());
  }

  @Test
  void consecutiveAnomalousBucketsAreOneAlert() {
    // When
    Judgement judgement =
        feed.anomalous(80).anomalous(82).quiet(3).anomalous(79).quiet(1).judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class)).hasSize(1);
    assertThat(all(judgement, Effect.Updated.class)).hasSize(2);
    assertThat(all(judgement, Effect.Recovered.class)).isEmpty();
  }

  @Test
  void fourQuietBucketsEndAnEpisodeAndTheNextRecordOpensAnother() {
    // When
    Judgement judgement = feed.anomalous(80).quiet(4).anomalous(80).judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class))
        .extracting(opened -> opened.episode().alertId())
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(all(judgement, Effect.Recovered.class)).hasSize(1);
  }

  @Test
  void anOutageIsNoRecovery() {
    // When
    Judgement during = feed.anomalous(80).quiet(1).gaps(10).judged(RULE);
    Judgement after = feed.quiet(3).judged(RULE);
    // Then
    assertThat(all(during, Effect.Recovered.class)).isEmpty();
    assertThat(all(after, Effect.Recovered.class)).hasSize(1);
  }

  @Test
  void manyBucketsClosedAtOnceEndAnEpisodeAsOneByOneDoes() {
    // Given
    long first = feed.start();
    feed.tell(anomaly(first, 80)).tell(anomaly(first + 10 * SPAN, 81)).closeAtOnce(20);
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class)).hasSize(2);
    assertThat(all(judgement, Effect.Recovered.class)).hasSize(2);
  }

  @Test
  void aRepairOfAnEndedEpisodeGoesIntoItsAlertAndTellsNobody() {
    // Given
    long first = feed.start();
    feed.anomalous(80).quiet(8).tell(anomaly(first, 99)).quiet(1);
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class)).hasSize(1);
    assertThat(all(judgement, Effect.Updated.class))
        .singleElement()
        .matches(updated -> updated.peak() && updated.telling() == Telling.NOTHING);
  }

  @Test
  void aRepairedBucketOutsideOfEveryEpisodeOpensAnAlertThatEndsAtTheNextClosing() {
    // Given
    long old = feed.start();
    feed.quiet(30).tell(anomaly(old, 99)).quiet(1);
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class)).hasSize(1);
    assertThat(all(judgement, Effect.Recovered.class)).hasSize(1);
  }

  @Test
  void aRepairedOldBucketLeavesAYoungerEpisodeAlone() {
    // Given
    long old = feed.start();
    feed.quiet(30).anomalous(80).tell(anomaly(old, 99)).quiet(1);
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class)).hasSize(2);
    assertThat(all(judgement, Effect.Recovered.class))
        .extracting(recovered -> recovered.episode().openedSecond())
        .containsExactly(old);
  }

  @ParameterizedTest
  @CsvSource({"80, 89.9, NOTHING", "80, 90, SCORE_ROSE", "80, 79, NOTHING"})
  void aScoreThatRisesByTenIsTold(double first, double second, Telling telling) {
    // When
    Judgement judgement = feed.anomalous(first).anomalous(second).judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Updated.class))
        .extracting(Effect.Updated::telling)
        .containsExactly(telling);
  }

  @Test
  void whatRisesSlowlyIsToldOnceItIsTenAboveWhatWasTold() {
    // When
    Judgement judgement =
        feed.anomalous(76).anomalous(80).anomalous(84).anomalous(88).anomalous(92).judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Updated.class))
        .extracting(Effect.Updated::telling)
        .containsExactly(Telling.NOTHING, Telling.NOTHING, Telling.SCORE_ROSE, Telling.NOTHING);
  }

  @Test
  void aSeverityThatRoseIsTold() {
    // Given
    Judgement opened = feed.anomalous(80).judged(RULE);
    feed.anomalous(80);
    // When
    Judgement judgement =
        Judge.judge(
            opened.after(), feed.messages(), List.of(Feed.rule("spike", 75, Severity.HIGH, true)));
    // Then
    assertThat(all(judgement, Effect.Updated.class))
        .singleElement()
        .matches(updated -> updated.telling() == Telling.SEVERITY_ROSE)
        .matches(updated -> updated.episode().severity() == Severity.HIGH);
  }

  @Test
  void anInterimRecordOpensAndItsFinalOneGoesIntoTheSameAlert() {
    // Given
    long start = feed.start();
    feed.tell(interim(start, 78)).tell(interim(start, 84)).anomalous(97);
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class)).hasSize(1);
    assertThat(all(judgement, Effect.Updated.class))
        .extracting(Effect.Updated::telling)
        .containsExactly(Telling.NOTHING, Telling.SCORE_ROSE);
  }

  @Test
  void aSkippedRecordOfABucketThatWasToldCorrectsItsAlertAndTellsNobody() {
    // Given: told while it filled, then under a scheduled event; the next one is skipped as well
    long start = feed.start();
    Anomaly correction = with(anomaly(start, 97), Anomaly.Origin.LIVE, true, Feed.OLD);
    feed.tell(interim(start, 80)).tell(correction).quiet(1);
    feed.tell(with(anomaly(feed.start(), 97), Anomaly.Origin.LIVE, true, Feed.OLD)).quiet(1);
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Opened.class)).hasSize(1);
    assertThat(all(judgement, Effect.Updated.class))
        .singleElement()
        .matches(updated -> updated.anomaly().equals(correction))
        .matches(updated -> updated.telling() == Telling.NOTHING)
        .matches(updated -> !updated.peak())
        .matches(updated -> updated.episode().toldScore() == 80)
        .matches(updated -> updated.episode().peakScore() == 80);
    assertThat(reasons(judgement))
        .containsExactly(
            Reason.FIRST_RECORD, Reason.ALREADY_ALERTED, Reason.SKIPPED_BY_CUSTOM_RULE);
  }

  @Test
  void aClosedAlertIsSilentForItsEpisodeOnly() {
    // Given
    Judgement opened = feed.anomalous(80).judged(RULE);
    ShardState silenced = silenced(opened.after());
    feed.anomalous(99).quiet(4).anomalous(80);
    // When
    Judgement judgement = Judge.judge(silenced, feed.messages(), List.of(RULE));
    // Then
    assertThat(all(judgement, Effect.Updated.class))
        .extracting(Effect.Updated::telling)
        .containsExactly(Telling.NOTHING);
    assertThat(reasons(judgement)).containsExactly(Reason.SILENCED, Reason.FIRST_RECORD);
  }

  @ParameterizedTest
  @CsvSource({
    "74.9, 5000, 2592000, BELOW_THRESHOLD",
    "99, 7, 999999, WARMING",
    "99, 100, 7199, WARMING",
    "89.9, 100, 1209599, LEARNING",
    "90, 100, 1209599, FIRST_RECORD",
    "75, 100, 1209600, FIRST_RECORD"
  })
  void aRecordPassesThresholdAndAge(double score, long buckets, long seconds, Reason reason) {
    // Given
    Anomaly.History history = new Anomaly.History(buckets, seconds);
    feed.tell(with(anomaly(feed.start(), score), Anomaly.Origin.LIVE, false, history));
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(reasons(judgement)).containsExactly(reason);
  }

  @Test
  void aYoungSeriesSaysWhenItIsReady() {
    // Given
    long start = feed.start();
    Anomaly.History history = new Anomaly.History(100, 86_400);
    feed.tell(with(anomaly(start, 80), Anomaly.Origin.LIVE, false, history));
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(all(judgement, Effect.Decided.class))
        .extracting(decided -> decided.decision().readyAtSecond())
        .containsExactly(start + 13 * 86_400);
  }

  @ParameterizedTest
  @CsvSource({
    "HISTORY, false, HISTORY",
    "ALERTING_HISTORY, false, FIRST_RECORD",
    "LIVE, true, SKIPPED_BY_CUSTOM_RULE"
  })
  void originAndCustomRuleDecide(Anomaly.Origin origin, boolean skipped, Reason reason) {
    // Given
    feed.tell(with(anomaly(feed.start(), 90), origin, skipped, Feed.OLD));
    // When
    Judgement judgement = feed.judged(RULE);
    // Then
    assertThat(reasons(judgement)).containsExactly(reason);
  }

  @Test
  void aDisabledRuleOnlySaysSo() {
    // When
    Judgement judgement = feed.anomalous(99).judged(Feed.rule("spike", 75, Severity.LOW, false));
    // Then
    assertThat(reasons(judgement)).containsExactly(Reason.RULE_DISABLED);
    assertThat(judgement.after().episodes()).isEmpty();
  }

  @Test
  void missingDataAlertsAfterHalfAnHourAndRecovers() {
    // Given
    long start = feed.start();
    // When
    Judgement one = feed.quiet(1).gaps(1).judged(SILENCE);
    Judgement three = new Feed().quiet(1).gaps(3).judged(SILENCE);
    Judgement back = new Feed().quiet(1).gaps(3).quiet(1).judged(SILENCE);
    // Then
    assertThat(one.effects()).isEmpty();
    assertThat(all(three, Effect.DataMissing.class))
        .extracting(missing -> missing.episode().openedSecond())
        .containsExactly(start + SPAN);
    assertThat(all(back, Effect.Recovered.class)).hasSize(1);
  }

  @Test
  void idsSayWhenTheAlertOpened() {
    // Given
    long start = feed.start();
    // When
    Judgement judgement = feed.anomalous(80).judged(RULE);
    // Then
    String id = all(judgement, Effect.Opened.class).getFirst().episode().alertId();
    assertThat(AlertIds.openedOf(id)).contains(Instant.ofEpochSecond(start));
    assertThat(AlertIds.openedOf("nonsense")).isEmpty();
    assertThat(AlertIds.openedOf("99999999T999999Z" + id.substring(16))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void batchesDuplicatesAndReplaysMakeNoDifference(long seed) {
    // Given
    Random random = new Random(seed);
    List<FeedMessage> messages = randomFeed(random);
    Judgement whole = Judge.judge(ShardState.empty("uid", 0), messages, List.of(RULE, SILENCE));
    // When
    ShardState state = ShardState.empty("uid", 0);
    List<Effect> effects = new ArrayList<>();
    int done = 0;
    while (done < messages.size()) {
      int from = Math.max(0, done - random.nextInt(4));
      int to = Math.min(messages.size(), done + 1 + random.nextInt(5));
      Judgement part = Judge.judge(state, messages.subList(from, to), List.of(RULE, SILENCE));
      effects.addAll(part.effects());
      state = part.after();
      done = to;
    }
    // Then
    assertThat(effects).as("seed %d", seed).isEqualTo(whole.effects());
    assertThat(state).isEqualTo(whole.after());
    assertThat(all(whole, Effect.Opened.class)).isNotEmpty();
  }

  private static List<FeedMessage> randomFeed(Random random) {
    Feed feed = new Feed();
    long first = feed.start();
    for (int i = 0; i < 200; i++) {
      switch (random.nextInt(6)) {
        case 0 -> feed.anomalous(10 + random.nextInt(90));
        case 1 -> feed.gaps(1 + random.nextInt(3));
        case 2 -> feed.tell(anomaly(earlier(random, first, feed.start()), random.nextInt(100)));
        default -> feed.quiet(1 + random.nextInt(2));
      }
    }
    return feed.messages();
  }

  private static long earlier(Random random, long first, long now) {
    long buckets = (now - first) / SPAN;
    return now - Math.min(buckets, random.nextInt(30)) * SPAN;
  }

  private static Anomaly interim(long start, double score) {
    Anomaly a = anomaly(start, score);
    return new Anomaly(
        a.id(),
        a.jobId(),
        a.series(),
        start,
        SPAN,
        score,
        score,
        true,
        false,
        a.origin(),
        false,
        a.history(),
        a.evidence());
  }

  private static Anomaly with(
      Anomaly a, Anomaly.Origin origin, boolean skipped, Anomaly.History history) {
    return new Anomaly(
        a.id(),
        a.jobId(),
        SeriesKey.of(0),
        a.startSecond(),
        SPAN,
        a.score(),
        a.jobScore(),
        false,
        false,
        origin,
        skipped,
        history,
        a.evidence());
  }

  private static ShardState silenced(ShardState state) {
    Episode e = state.episodes().getFirst();
    Episode silenced =
        new Episode(
            e.alertId(),
            e.ruleId(),
            e.series(),
            e.noData(),
            e.openedSecond(),
            e.lastEndSecond(),
            e.spanSeconds(),
            e.gaps(),
            e.severity(),
            e.peakScore(),
            e.toldScore(),
            true,
            e.ended());
    return new ShardState(
        state.jobUid(),
        state.shard(),
        state.jobId(),
        state.position(),
        state.judgedUntilSecond(),
        state.spanSeconds(),
        state.trailingGaps(),
        List.of(silenced));
  }

  private static List<Reason> reasons(Judgement judgement) {
    return all(judgement, Effect.Decided.class).stream()
        .map(decided -> decided.decision().reason())
        .toList();
  }

  private static <T extends Effect> List<T> all(Judgement judgement, Class<T> kind) {
    return judgement.effects().stream()
        .flatMap(
            effect ->
                kind.isInstance(effect)
                    ? Optional.of(kind.cast(effect)).stream()
                    : Optional.<T>empty().stream())
        .toList();
  }
}
