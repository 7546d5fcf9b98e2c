package dev.tidemark.ingest.http;

import dev.tidemark.ingest.ops.IngestMetrics;
import dev.tidemark.ingest.ops.LimitsConfig;
import dev.tidemark.ingest.ops.Refusal;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who may send how much: places for requests, rates by API key, and memory for requests that count
 * as a whole. A rate is looked at when a request comes, never within it: a request is taken or not,
 * and what it took too much delays the next one.
 */
@Singleton
class Quotas {

  private final LimitsConfig limits;
  private final IngestMetrics metrics;
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  Quotas(LimitsConfig limits, IngestMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  /** What one API key has used. */
  private static final class Account {
    private final AtomicInteger reading = new AtomicInteger();
    private final TokenBucket events;
    private final TokenBucket bytes;

    private Account(LimitsConfig limits, long now) {
      long burst = limits.rateBurst().toNanos();
      events = new TokenBucket(limits.maxEventsPerSecond(), burst, now);
      bytes = new TokenBucket(limits.maxBytesPerSecond(), burst, now);
    }
  }

  /**
   * Lets a request in.
   *
   * @param caller name of its API key
   * @return its place, to be left at its end
   * @throws ProblemException 429 if there is none, or the key has sent too much
   */
  Place enter(String caller) {
    long now = System.nanoTime();
    Account account = accounts.computeIfAbsent(caller, name -> new Account(limits, now));
    rate(Refusal.EVENT_RATE, account.events.waitNanos(now), caller);
    rate(Refusal.BYTE_RATE, account.bytes.waitNanos(now), caller);
    Place place = new Place(account);
    int ofKey = limits.maxRequestsPerKey();
    if (place.ofKey > ofKey && ofKey > 0) {
      place.leave();
      throw refused(
          Refusal.REQUESTS_OF_KEY, "key '" + caller + "' has too many requests being read", 1);
    }
    if (place.ofAll > limits.maxRequests()) {
      place.leave();
      throw refused(Refusal.REQUESTS, "too many requests are being read", 1);
    }
    return place;
  }

  private void rate(Refusal rate, long waitNanos, String caller) {
    if (waitNanos > 0) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNanos) + 1;
      throw refused(
          rate,
          "key '" + caller + "' has sent more than its rate allows",
          (int) Math.min(Integer.MAX_VALUE, seconds));
    }
  }

  private ProblemException refused(Refusal reason, String what, int retryAfterS) {
    metrics.refused(reason);
    return new ProblemException(Problem.tooMany(reason, what, retryAfterS));
  }

  /** Requests that are being read. */
  int reading() {
    return reading.get();
  }

  /** Aggregates held by requests that count as a whole. */
  long held() {
    return held.get();
  }

  /** One request's place. For one thread. */
  final class Place {

    private final Account account;
    private final int ofKey;
    private final int ofAll;
    private long events;
    private int holding;
    private boolean left;

    private Place(Account account) {
      this.account = account;
      ofKey = account.reading.incrementAndGet();
      ofAll = reading.incrementAndGet();
    }

    /**
     * Counts what was read.
     *
     * @param bytes bytes more
     * @param eventsSoFar events of the request so far
     */
    void spend(int bytes, long eventsSoFar) {
      long now = System.nanoTime();
      account.bytes.spend(bytes, now);
      account.events.spend(eventsSoFar - events, now);
      events = eventsSoFar;
    }

    /**
     * Takes memory for what must be committed as a whole.
     *
     * @param updates aggregates that the request holds now
     * @return false: there is no room, and others hold some
     */
    boolean hold(int updates) {
      long all = held.addAndGet(updates - (long) holding);
      holding = updates;
      return all <= limits.maxHeldUpdates() || all == updates;
    }

    /** The request is over. */
    void leave() {
      if (!left) {
        left = true;
        held.addAndGet(-holding);
        account.reading.decrementAndGet();
        reading.decrementAndGet();
      }
    }
  }
}
