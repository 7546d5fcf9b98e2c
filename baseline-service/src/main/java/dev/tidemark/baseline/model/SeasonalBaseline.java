package dev.tidemark.baseline.model;

import dev.tidemark.contract.BucketSpan;
import dev.tidemark.contract.surprise.Direction;
import dev.tidemark.contract.surprise.Surprise;
import dev.tidemark.contract.surprise.Surroundings;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * The baseline of a series on the scale {@code y = x^0.4}, where traffic spreads evenly: centre
 * ({@link Profile}), spread ({@link Spread}), and what explains or calibrates its residuals: a
 * surprise that lasts ({@link LevelShift}), a clock that was moved ({@link ClockShift}), the same
 * time last week ({@link LastWeek}), the last buckets ({@link RecentPast}) and how often surprises
 * have come ({@link SurpriseCounts}). One residual teaches at most what four standard deviations
 * teach.
 */
final class SeasonalBaseline implements Baseline {

  private static final double POWER = 0.4;
  private static final double DAY_S = 86_400;
  private static final long WEEK_S = 7 * 86_400;
  private static final double REFERENCE_SPAN_S = 900;

  private static final double CLIP = 4;
  // What was expected, since it came last week too, may teach more.
  private static final double EXPLAINED_CLIP = 8;
  // Far above any traffic, well inside what floats can hold.
  private static final double HIGHEST = 1e30;
  private static final double FARTHEST = 1e6;
  // A series that begins with its siblings' shape is taken to be so old: so fast a wrong one is
  // unlearned.
  private static final double BORROWED_DAYS = 2;
  private static final double LEAST_ALIKE = 0.5;
  private static final double START_WIDENING = 4;
  // Of a borrowed spread only the centre is unknown.
  private static final double BORROWED_WIDENING = 1;
  // As many buckets their spread counts as.
  private static final long BORROWED_BUCKETS = 50;
  // Its first bucket is mostly a part of one, and may be anything: so many say where its level is.
  private static final int BEGINNING = 8;
  private static final double SETTLED_S = 14 * DAY_S;

  private final BucketSpan span;
  private final LocalSlots slots;

  /** Whether it began with what its siblings have in common. */
  private boolean borrowed;

  private long firstBucketS;
  private long lastBucketS;
  private long learned;
  private long lastActiveS;
  private final Profile profile;
  private final Spread spread;
  private final LevelShift shift;
  private final ClockShift clock;
  private final Doubt doubt;
  private final LastWeek lastWeek;
  private final RecentPast past;
  private final SurpriseCounts above = new SurpriseCounts();
  private final SurpriseCounts below = new SurpriseCounts();

  /** What is expected of a bucket, with what the learning needs besides. */
  private record Outlook(
      Prediction prediction,
      double days,
      long local,
      int hour,
      int week,
      double weekly,
      double ifEarly,
      double ifLate) {}

  SeasonalBaseline(BucketSpan span, ZoneId zone) {
    this.span = span;
    this.slots = new LocalSlots(span, zone);
    // Shorter buckets learn less each, so that the memory in hours stays; longer ones hardly
    // learn more: an hour is as noisy as a quarter of it.
    double ratio = span.seconds() / REFERENCE_SPAN_S;
    double pace = ratio < 1 ? ratio : StrictMath.sqrt(StrictMath.sqrt(ratio));
    this.profile = new Profile(span, slots, pace);
    this.spread = new Spread(POWER, pace);
    this.shift = new LevelShift(span);
    this.clock = new ClockShift(span.seconds(), pace);
    this.doubt = new Doubt(span.seconds());
    this.lastWeek = new LastWeek(LocalSlots.slotsPerWeek(span));
    this.past = new RecentPast(pace);
  }

  /** Whether it has learned its rhythm, and swings clear of zero: a sibling to borrow from. */
  boolean isSettled() {
    return lastBucketS - firstBucketS >= SETTLED_S
        && 2 * learned * span.seconds() >= SETTLED_S
        && spread.isClear(profile.level());
  }

  /**
   * Begins with what siblings have in common, for a level of 1; its first bucket gives the level.
   * If they differ more than they are alike, it begins with nothing.
   */
  void borrow(List<SeasonalBaseline> siblings) {
    if (siblings.isEmpty()) {
      return;
    }
    List<Profile> profiles = siblings.stream().map(sibling -> sibling.profile).toList();
    SharedShape shape =
        SharedShape.of(profiles, LocalSlots.slotsPerDay(span), LocalSlots.slotsPerWeek(span));
    // Written so that what is no number lends nothing.
    if (!(shape.alike(usualSpread(siblings)) >= LEAST_ALIKE)) {
      return;
    }
    borrowed = true;
    profile.borrow(shape);
    for (SeasonalBaseline sibling : siblings) {
      spread.borrow(sibling.spread, sibling.profile.level(), siblings.size());
    }
    spread.differ(shape.distance());
    past.borrow(siblings.stream().map(sibling -> sibling.past).toList());
  }

  /** Mean of the siblings' spread, in levels. */
  private static double usualSpread(List<SeasonalBaseline> siblings) {
    double sum = 0;
    for (SeasonalBaseline sibling : siblings) {
      sum += sibling.spread.usual() / sibling.profile.level();
    }
    return sum / siblings.size();
  }

  /** Days of its own, and what borrowed ones count. */
  private double days(long start) {
    return (start - firstBucketS) / DAY_S + (borrowed ? BORROWED_DAYS : 0);
  }

  /** How much wider a spread is while it and the centre are hardly known. */
  private double widening() {
    return 1 + (borrowed ? BORROWED_WIDENING : START_WIDENING) / (learned + 1);
  }

  /** How many buckets its spread has learned from, or siblings have lent. */
  private long experience() {
    return learned + (borrowed ? BORROWED_BUCKETS : 0);
  }

  @Override
  public Prediction predict(Instant bucketStart) {
    return outlook(bucketStart.getEpochSecond()).prediction();
  }

  private Outlook outlook(long start) {
    if (learned == 0) {
      Prediction nothing =
          new Prediction(POWER, 0, 1, 0, 0, 0, 0, 0, false, false, false, borrowed);
      return new Outlook(nothing, 0, start, slots.hour(start), slots.weekly(start), 0, 0, 0);
    }
    long local = start + clock.offsetS();
    double days = days(start);
    double daily = profile.dailyWeight();
    double weekly = profile.weeklyWeight(days, borrowed);
    double location = profile.location(local, daily, weekly);
    double typical = StrictMath.pow(location, 1 / POWER);
    int hour = slots.hour(local);
    int week = slots.weekly(local);
    double slope = profile.slope(local, daily, weekly);
    double scale = doubt.widening() * spread.scale(hour, location, typical, slope, widening());
    double ifEarly = profile.hourAway(local, location, ClockShift.HOUR_S, daily, weekly) / scale;
    double ifLate = profile.hourAway(local, location, -ClockShift.HOUR_S, daily, weekly) / scale;
    long gapS = gap(start);
    boolean known = gapS < WEEK_S;
    Prediction prediction =
        new Prediction(
            POWER,
            location,
            scale,
            typical,
            largest(
                shift.allowedAbove(start, scale, gapS),
                clock.allowedAbove(ifEarly, ifLate),
                known ? lastWeek.above(week) : 0),
            largest(
                shift.allowedBelow(start, scale, gapS),
                clock.allowedBelow(ifEarly, ifLate),
                known ? lastWeek.below(week) : 0),
            learned,
            start - firstBucketS,
            Profile.inForce(daily),
            Profile.inForce(weekly),
            shift.recent(start),
            borrowed && start - firstBucketS < SETTLED_S);
    return new Outlook(prediction, days, local, hour, week, weekly, ifEarly, ifLate);
  }

  private static double largest(double a, double b, double c) {
    return Math.max(a, Math.max(b, c));
  }

  @Override
  public ScoreContext context(Instant bucketStart) {
    long start = bucketStart.getEpochSecond();
    boolean follows = follows(start);
    return new ScoreContext(
        past.residuals(),
        follows ? past.carried() : 0,
        past.jumpScale(slots.hour(start + clock.offsetS())),
        past.sumScales(),
        side(above, follows),
        side(below, follows));
  }

  private static ScoreContext.SideContext side(SurpriseCounts counts, boolean follows) {
    return new ScoreContext.SideContext(
        follows ? counts.reach() : 0, counts.first(), counts.slopes());
  }

  /** Whether a bucket comes right after the last one learned. */
  private boolean follows(long start) {
    return learned > 0 && start <= lastBucketS + span.seconds();
  }

  @Override
  public void learn(Instant bucketStart, double actual) {
    long start = bucketStart.getEpochSecond();
    check(start, actual);
    double y = Math.min(HIGHEST, StrictMath.pow(actual, POWER));
    if (learned == 0) {
      firstBucketS = start;
      borrowed = borrowed && y > 0;
      profile.begin(start, y, borrowed);
      spread.begin(profile.level(), borrowed);
    } else {
      if (!follows(start)) {
        interrupt(gap(start));
      }
      learn(start, y, outlook(start));
    }
    spread.see(actual);
    if (actual > 0) {
      lastActiveS = start;
    }
    lastBucketS = start;
    learned++;
  }

  @Override
  public void expect(Instant bucketStart, double actual) {
    check(actual);
    if (learned == 0) {
      return;
    }
    long start = bucketStart.getEpochSecond();
    Outlook outlook = outlook(start);
    double y = Math.min(HIGHEST, StrictMath.pow(actual, POWER));
    profile.expect(outlook.local(), y - outlook.prediction().location());
    lastWeek.expect(outlook.week(), outlook.prediction().residual(actual));
  }

  private static void check(double actual) {
    if (!Double.isFinite(actual) || actual < 0) {
      throw new IllegalArgumentException("actual " + actual + " is not finite and at least 0");
    }
  }

  private void check(long start, double actual) {
    check(actual);
    if (learned > 0 && start <= lastBucketS) {
      throw new IllegalArgumentException(
          "bucket " + start + " is not after the last one learned, " + lastBucketS);
    }
  }

  /** From the end of the last bucket learned to a start, in seconds; 0 when it follows. */
  private long gap(long start) {
    return Math.max(0, start - lastBucketS - span.seconds());
  }

  private void interrupt(long gapS) {
    shift.interrupt(gapS);
    if (gapS >= WEEK_S) {
      lastWeek.forget();
    }
    clock.interrupt();
    past.interrupt();
    above.interrupt();
    below.interrupt();
  }

  private void learn(long start, double y, Outlook outlook) {
    Prediction expected = outlook.prediction();
    double scale = expected.scale();
    double residual = Math.clamp((y - expected.location()) / scale, -FARTHEST, FARTHEST);
    Surroundings surroundings =
        past.surroundings(expected.allowedAbove(), expected.allowedBelow(), outlook.hour());
    Surprise rise = surroundings.of(residual, Direction.ABOVE, above.reach());
    Surprise fall = surroundings.of(residual, Direction.BELOW, below.reach());
    double unexplained = rise.unexplained();
    double size = (residual > 0 ? rise : fall).size();
    long local = outlook.local();

    profile.learnLosses(local, y, scale, outlook.days());
    double fullError = profile.fullError(local, y) / scale;
    double moved = shift.learn(start, residual * scale, size, scale);
    if (moved != 0) {
      profile.shift(moved, expected.location(), scale);
    }
    double offset = shift.offset() / scale;
    double beside = residual - offset;
    learnLevel(start, y, clip(beside) * scale);
    boolean clockMoved =
        clock.learn(
            beside,
            outlook.ifEarly(),
            outlook.ifLate(),
            size,
            past.share(),
            past.jumpDeviation(outlook.hour()));
    profile.learnShape(
        local,
        shapeError(residual, unexplained, beside) * scale,
        clip(fullError - offset) * scale,
        outlook.days(),
        outlook.weekly());
    double certain = scale / doubt.widening();
    spread.learn(outlook.hour(), residual * scale, beside * scale, certain, experience());
    doubt.learn(moved > 0 || clockMoved);
    lastWeek.learn(outlook.week(), residual);
    past.learn(outlook.hour(), residual, unexplained, experience());
    above.learn(rise.size());
    below.learn(fall.size());
  }

  private void learnLevel(long start, double y, double error) {
    if (borrowed && learned < BEGINNING) {
      spread.grow(profile.beginAgain(start, y, learned));
    } else {
      profile.learnLevel(error, learned, borrowed && start - firstBucketS < DAY_S);
    }
  }

  /** While a surprise lasts, the shape is what departs from that. */
  private double shapeError(double residual, double unexplained, double beside) {
    if (!shift.active() && Math.abs(unexplained) < Math.abs(residual)) {
      return Math.clamp(residual, -EXPLAINED_CLIP, EXPLAINED_CLIP);
    }
    return clip(beside);
  }

  private static double clip(double residual) {
    return Math.clamp(residual, -CLIP, CLIP);
  }

  @Override
  public Instant lastActive() {
    return Instant.ofEpochSecond(lastActiveS);
  }

  @Override
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(bytes());
    ModelCodec.writeHeader(out, borrowed, LocalSlots.slotsPerDay(span));
    out.putLong(firstBucketS).putLong(lastBucketS).putLong(learned);
    spread.write(out);
    shift.write(out);
    past.write(out);
    above.write(out);
    below.write(out);
    profile.write(out);
    lastWeek.write(out);
    clock.write(out);
    doubt.write(out);
    out.putLong(lastActiveS);
    return out.array();
  }

  private int bytes() {
    return ModelCodec.HEADER_BYTES
        + 3 * Long.BYTES
        + Spread.BYTES
        + LevelShift.BYTES
        + RecentPast.BYTES
        + 2 * SurpriseCounts.BYTES
        + Profile.bytes(span)
        + lastWeek.bytes()
        + ClockShift.BYTES
        + Doubt.BYTES
        + Long.BYTES;
  }

  void read(boolean storedBorrowed, ByteBuffer in) {
    borrowed = storedBorrowed;
    readVersion2(in);
    clock.read(in);
    doubt.read(in);
    lastActiveS = in.getLong();
  }

  /** Version 2 knew no clock but the job's, nor when a series had been active. */
  void readVersion2(ByteBuffer in) {
    firstBucketS = in.getLong();
    lastBucketS = in.getLong();
    learned = in.getLong();
    spread.read(in);
    shift.read(in);
    past.read(in);
    above.read(in);
    below.read(in);
    profile.read(in);
    lastWeek.read(in);
    lastActiveS = lastBucketS;
  }

  /** Reads a state of version 1, behind its header. */
  void readVersion1(boolean fractional, ByteBuffer in) {
    firstBucketS = in.getLong();
    lastBucketS = in.getLong();
    learned = in.getLong();
    ModelCodec.Version1 old = ModelCodec.Version1.read(in);
    spread.readVersion1(fractional, old.cutShare(), old.deviations());
    past.readVersion1(old.residuals(), learned);
    profile.readVersion1(old.level(), in);
    lastActiveS = lastBucketS;
  }
}
