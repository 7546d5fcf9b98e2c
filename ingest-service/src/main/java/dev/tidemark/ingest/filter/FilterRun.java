package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.AddressReader;
import dev.tidemark.contract.query.NumberRange;
import dev.tidemark.ingest.event.EcsEvent;

/**
 * Asks the conditions of a {@link FilterSet} of one event after the other. What it learned of an
 * event is forgotten by counting on, not by clearing. Not thread-safe.
 */
public final class FilterRun {

  private final FilterSet set;
  private final AddressReader scratch = new AddressReader();
  private final int[] hits;

  /** The event for which a condition was asked last. */
  private final long[] asked;

  /** Twice the event's number, plus one where the answer is yes. */
  private final long[] answers;

  /** The event for which a table was looked at last. */
  private final long[] looked;

  /** The last event for which terms hold. */
  private final long[] holds;

  private final long[] numberOf;
  private final long[] numbers;
  private final long[] addressOf;
  private final boolean[] isAddress;
  private final long[] high;
  private final long[] low;
  private EcsEvent event;
  private int hitCount;
  private long now = 1;

  FilterRun(FilterSet set, FilterSet.Sizes sizes, EcsEvent none) {
    this.set = set;
    hits = new int[sizes.conditions()];
    asked = new long[sizes.conditions()];
    answers = new long[sizes.answers()];
    looked = new long[sizes.tables()];
    holds = new long[sizes.terms()];
    numberOf = new long[sizes.numbers()];
    numbers = new long[sizes.numbers()];
    addressOf = new long[sizes.addresses()];
    isAddress = new boolean[sizes.addresses()];
    high = new long[sizes.addresses()];
    low = new long[sizes.addresses()];
    event = none;
  }

  /**
   * Asks all conditions of an event.
   *
   * @return how many hold
   */
  public int ask(EcsEvent next) {
    now++;
    hitCount = 0;
    event = next;
    set.ask(next, this);
    return hitCount;
  }

  /**
   * A condition that holds.
   *
   * @param i 0 to the number that {@link #ask} returned, exclusive
   * @return its index in the list that the set was made of
   */
  public int hit(int i) {
    return hits[i];
  }

  /** Asks a condition unless it was asked already. */
  void askOnce(int condition, Node node) {
    if (asked[condition] != now) {
      asked[condition] = now;
      ask(condition, node);
    }
  }

  /** Asks a condition. */
  void ask(int condition, Node node) {
    if (node.holds(event, this)) {
      hits[hitCount++] = condition;
    }
  }

  /** Whether terms hold; the field's value is looked up for the first one who asks. */
  boolean holds(int table, int term) {
    if (looked[table] != now) {
      looked[table] = now;
      set.table(table).look(event, this);
    }
    return holds[term] == now;
  }

  void hold(int[] terms) {
    for (int term : terms) {
      holds[term] = now;
    }
  }

  void hold(int term) {
    holds[term] = now;
  }

  AddressReader scratch() {
    return scratch;
  }

  boolean isKnown(int index) {
    return answers[index] >>> 1 == now;
  }

  boolean answer(int index) {
    return (answers[index] & 1) == 1;
  }

  boolean keep(int index, boolean answer) {
    answers[index] = now << 1 | (answer ? 1 : 0);
    return answer;
  }

  /** The only value of a field as a whole number; it is read for the first one who asks. */
  long number(int cache, String value) {
    if (numberOf[cache] != now) {
      numberOf[cache] = now;
      numbers[cache] = NumberRange.whole(value);
    }
    return numbers[cache];
  }

  /** Whether the only value of a field is an address; it is read for the first one who asks. */
  boolean hasAddress(int cache, String value) {
    if (addressOf[cache] != now) {
      addressOf[cache] = now;
      isAddress[cache] = scratch.read(value);
      high[cache] = scratch.high();
      low[cache] = scratch.low();
    }
    return isAddress[cache];
  }

  long addressHigh(int cache) {
    return high[cache];
  }

  long addressLow(int cache) {
    return low[cache];
  }
}
