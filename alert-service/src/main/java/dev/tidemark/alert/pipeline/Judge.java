package dev.tidemark.alert.pipeline;

import dev.tidemark.alert.pipeline.Effect.Telling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges messages of one shard, one by one: how they are cut into batches makes no difference, and
 * a position that was judged before changes nothing. It needs no time: age is in the records.
 */
public final class Judge {

  private static final double TELLING_RISE = 10;
  private static final long REMEMBERED_SECONDS = 2 * 86_400L;

  private final List<RuleTerms> rules;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Episode> episodes;
  private ShardState state;

  private Judge(ShardState state, List<RuleTerms> rules) {
    this.state = state;
    this.rules = rules;
    this.episodes = new ArrayList<>(state.episodes());
  }

  /**
   * Judges messages.
   *
   * @param state of their shard before
   * @param messages in the order of the feed
   * @param rules all of them
   */
  public static Judgement judge(
      ShardState state, List<? extends FeedMessage> messages, List<RuleTerms> rules) {
    Judge judge = new Judge(state, rules);
    messages.forEach(judge::judge);
    return new Judgement(judge.state, judge.effects);
  }

  private void judge(FeedMessage message) {
    if (message.position() <= state.position()) {
      return;
    }
    switch (message) {
      case FeedMessage.Told(long position, Anomaly anomaly) -> {
        judge(anomaly);
        state =
            new ShardState(
                state.jobUid(),
                state.shard(),
                anomaly.jobId(),
                position,
                state.judgedUntilSecond(),
                state.spanSeconds(),
                state.trailingGaps(),
                episodes);
      }
      case FeedMessage.Closing closing -> close(closing);
    }
  }

  private void judge(Anomaly anomaly) {
    for (RuleTerms rule : rules) {
      if (rule.kind() == RuleTerms.Kind.MACHINE_LEARNING && rule.looksAt(anomaly.jobId())) {
        judge(anomaly, rule);
      }
    }
  }

  private void judge(Anomaly anomaly, RuleTerms rule) {
    Optional<Decision> refused = Stages.admission(anomaly, rule);
    if (refused.isEmpty()) {
      Optional<Episode> episode =
          episodeOf(anomaly, rule).filter(held -> !anomaly.skipped() || held.covers(anomaly));
      if (episode.isPresent()) {
        update(episode.get(), anomaly, rule);
        return;
      }
      refused = Stages.opening(anomaly, rule);
    }
    if (refused.isPresent()) {
      effects.add(new Effect.Decided(rule.id(), anomaly, refused.get(), null));
      return;
    }
    open(anomaly, rule);
  }

  private Optional<Episode> episodeOf(Anomaly anomaly, RuleTerms rule) {
    String series = anomaly.series().canonical();
    Optional<Episode> open = Optional.empty();
    Optional<Episode> ended = Optional.empty();
    for (Episode episode : episodes) {
      if (episode.isOf(rule.id(), series) && episode.holds(anomaly)) {
        if (episode.ended()) {
          ended = Optional.of(episode);
        } else {
          open = Optional.of(episode);
        }
      }
    }
    // A bucket of an ended episode stays its: a repair must not move it to a younger one.
    return ended.isPresent() ? ended : open;
  }

  private void open(Anomaly anomaly, RuleTerms rule) {
    endOlder(anomaly, rule);
    Episode episode = Episode.opened(AlertIds.of(rule.id(), anomaly), rule, anomaly);
    episodes.add(episode);
    boolean live = anomaly.origin() == Anomaly.Origin.LIVE;
    effects.add(new Effect.Opened(episode, anomaly, live));
    decided(episode, anomaly, Reason.FIRST_RECORD, "first record of the episode");
  }

  /** One closing may tell of many buckets: what was quiet before this record is over. */
  private void endOlder(Anomaly anomaly, RuleTerms rule) {
    for (Episode older : List.copyOf(episodes)) {
      if (older.isOf(rule.id(), anomaly.series().canonical())
          && !older.ended()
          && older.quietUntil(anomaly.startSecond()) >= Episode.QUIET_BUCKETS) {
        recover(older, endOf(older));
      }
    }
  }

  private static long endOf(Episode episode) {
    return episode.lastEndSecond()
        + (Episode.QUIET_BUCKETS + episode.gaps()) * episode.spanSeconds();
  }

  private void update(Episode before, Anomaly anomaly, RuleTerms rule) {
    boolean tells = !before.silenced() && !before.ended() && !anomaly.skipped();
    Telling telling = tells ? telling(before, anomaly, rule) : Telling.NOTHING;
    double told = telling == Telling.NOTHING ? before.toldScore() : anomaly.score();
    // What must not alert is known of the alert, but never made it worse.
    Episode after =
        anomaly.skipped()
            ? before
            : before.with(anomaly, rule.severity(), Math.max(told, before.toldScore()));
    episodes.set(episodes.indexOf(before), after);
    effects.add(
        new Effect.Updated(after, anomaly, after.peakScore() > before.peakScore(), telling));
    decided(after, anomaly, reason(before, telling), "in the alert of its episode");
  }

  private static Telling telling(Episode before, Anomaly anomaly, RuleTerms rule) {
    if (rule.severity().compareTo(before.severity()) > 0) {
      return Telling.SEVERITY_ROSE;
    }
    return anomaly.score() >= before.toldScore() + TELLING_RISE
        ? Telling.SCORE_ROSE
        : Telling.NOTHING;
  }

  private static Reason reason(Episode before, Telling telling) {
    return switch (telling) {
      case SEVERITY_ROSE -> Reason.SEVERITY_ROSE;
      case SCORE_ROSE -> Reason.SCORE_ROSE;
      case NOTHING -> before.silenced() ? Reason.SILENCED : Reason.ALREADY_ALERTED;
    };
  }

  private void decided(Episode episode, Anomaly anomaly, Reason reason, String detail) {
    effects.add(
        new Effect.Decided(
            episode.ruleId(), anomaly, Decision.in(episode.alertId(), reason, detail), episode));
  }

  private void close(FeedMessage.Closing closing) {
    long gapsAtEnd = gapsAtEnd(closing);
    for (Episode episode : List.copyOf(episodes)) {
      if (!episode.noData() && !episode.ended()) {
        closeEpisode(episode, closing);
      }
    }
    if (closing.live() && state.shard() == 0) {
      judgeSilence(closing, gapsAtEnd);
    }
    long until = Math.max(state.judgedUntilSecond(), closing.untilSecond());
    episodes.removeIf(
        episode -> episode.ended() && episode.lastEndSecond() < until - REMEMBERED_SECONDS);
    state =
        new ShardState(
            state.jobUid(),
            state.shard(),
            closing.jobId(),
            closing.position(),
            until,
            closing.spanSeconds(),
            gapsAtEnd,
            episodes);
  }

  /** Gaps in a row, also when each closing counts only its own. */
  private long gapsAtEnd(FeedMessage.Closing closing) {
    boolean onlyGaps = closing.buckets() > 0 && closing.trailingGaps() >= closing.buckets();
    boolean goesOn = closing.fromSecond() == state.judgedUntilSecond();
    return onlyGaps && goesOn
        ? Math.max(closing.trailingGaps(), state.trailingGaps() + closing.buckets())
        : closing.trailingGaps();
  }

  private void closeEpisode(Episode before, FeedMessage.Closing closing) {
    Episode after = before.after(closing);
    episodes.set(episodes.indexOf(before), after);
    if (after.quietUntil(closing.untilSecond()) >= Episode.QUIET_BUCKETS) {
      recover(after, closing.untilSecond());
    }
  }

  private void recover(Episode episode, long atSecond) {
    Episode ended = episode.end();
    episodes.set(episodes.indexOf(episode), ended);
    effects.add(new Effect.Recovered(ended, atSecond));
  }

  private void judgeSilence(FeedMessage.Closing closing, long gapsAtEnd) {
    for (Episode episode : List.copyOf(episodes)) {
      if (episode.noData() && !episode.ended()) {
        followSilence(episode, closing, gapsAtEnd);
      }
    }
    for (RuleTerms rule : rules) {
      if (rule.kind() == RuleTerms.Kind.NO_DATA
          && rule.enabled()
          && rule.looksAt(closing.jobId())
          && Silence.lasts(gapsAtEnd, closing.spanSeconds())
          && episodes.stream().noneMatch(episode -> isOpenSilence(episode, rule))) {
        missData(rule, closing, gapsAtEnd);
      }
    }
  }

  private static boolean isOpenSilence(Episode episode, RuleTerms rule) {
    return episode.noData() && !episode.ended() && episode.ruleId().equals(rule.id());
  }

  private void followSilence(Episode episode, FeedMessage.Closing closing, long gapsAtEnd) {
    if (gapsAtEnd == 0) {
      recover(episode, closing.untilSecond());
    } else {
      episodes.set(episodes.indexOf(episode), episode.still(closing.untilSecond()));
    }
  }

  private void missData(RuleTerms rule, FeedMessage.Closing closing, long gapsAtEnd) {
    long start = closing.untilSecond() - gapsAtEnd * closing.spanSeconds();
    Episode episode =
        Episode.withoutData(
            AlertIds.ofSilence(rule.id(), state.jobUid(), start), rule, start, closing);
    episodes.add(episode);
    effects.add(new Effect.DataMissing(episode, closing.jobId(), closing.untilSecond()));
  }
}
