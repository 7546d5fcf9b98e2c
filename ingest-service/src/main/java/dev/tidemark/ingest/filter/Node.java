package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.Network;
import dev.tidemark.contract.query.NumberRange;
import dev.tidemark.contract.query.ValueMatcher;
import dev.tidemark.ingest.event.EcsEvent;
import java.util.Arrays;
import java.util.List;

/** A compiled condition. Immutable; what is known of the event at hand lies in the run. */
abstract class Node {

  abstract boolean holds(EcsEvent event, FilterRun run);

  /** All parts hold. */
  static final class All extends Node {
    private final Node[] parts;

    All(Node[] parts) {
      this.parts = parts;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      for (Node part : parts) {
        if (!part.holds(event, run)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Some terms hold and others do not: what most filters ask, without a call a term. */
  static final class AllTerms extends Node {
    private final int[] tables;
    private final int[] terms;
    private final boolean[] wanted;

    /**
     * A question of some terms.
     *
     * @param terms of which the first ones are wanted
     * @param wantedCount how many are; the others must not hold
     */
    AllTerms(List<OneOf> terms, int wantedCount) {
      tables = terms.stream().mapToInt(term -> term.table).toArray();
      this.terms = terms.stream().mapToInt(term -> term.term).toArray();
      wanted = new boolean[tables.length];
      Arrays.fill(wanted, 0, wantedCount, true);
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      for (int i = 0; i < terms.length; i++) {
        if (run.holds(tables[i], terms[i]) != wanted[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one part holds. */
  static final class AnyOf extends Node {
    private final Node[] parts;

    AnyOf(Node[] parts) {
      this.parts = parts;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      for (Node part : parts) {
        if (part.holds(event, run)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The part does not hold. */
  static final class Not extends Node {
    final Node part;

    Not(Node part) {
      this.part = part;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      return !part.holds(event, run);
    }
  }

  /** A field has a value. */
  static final class Exists extends Node {
    private final int slot;

    Exists(int slot) {
      this.slot = slot;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      return event.count(slot) > 0;
    }
  }

  /** A field has one of some values; one look answers this for all terms of the field. */
  static final class OneOf extends Node {
    private final int table;
    private final int term;

    /**
     * A question.
     *
     * @param table number of the field's table
     * @param term number of the terms
     */
    OneOf(int table, int term) {
      this.table = table;
      this.term = term;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      return run.holds(table, term);
    }
  }

  /** One value of a field fits. */
  static final class Value extends Node {
    private final int slot;
    private final ValueMatcher matcher;

    Value(int slot, ValueMatcher matcher) {
      this.slot = slot;
      this.matcher = matcher;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      int count = event.count(slot);
      for (int i = 0; i < count; i++) {
        if (matcher.fits(event.value(slot, i), run.scratch())) {
          return true;
        }
      }
      return false;
    }
  }

  /** One number in a field lies in a range; the text is read once for all ranges. */
  static final class InRange extends Node {
    private final int slot;
    private final int cache;
    private final NumberRange range;

    /**
     * A question.
     *
     * @param cache where a run keeps the number of this slot
     */
    InRange(int slot, int cache, NumberRange range) {
      this.slot = slot;
      this.cache = cache;
      this.range = range;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      int count = event.count(slot);
      if (count == 1) {
        String value = event.value(slot, 0);
        return range.fits(value, run.number(cache, value));
      }
      for (int i = 0; i < count; i++) {
        if (range.fits(event.value(slot, i), run.scratch())) {
          return true;
        }
      }
      return false;
    }
  }

  /** One address in a field lies in a network; the text is read once for all networks. */
  static final class InNetwork extends Node {
    private final int slot;
    private final int cache;
    private final Network network;

    /**
     * A question.
     *
     * @param cache where a run keeps the address of this slot
     */
    InNetwork(int slot, int cache, Network network) {
      this.slot = slot;
      this.cache = cache;
      this.network = network;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      int count = event.count(slot);
      if (count == 1) {
        return run.hasAddress(cache, event.value(slot, 0))
            && network.contains(run.addressHigh(cache), run.addressLow(cache));
      }
      for (int i = 0; i < count; i++) {
        if (run.scratch().read(event.value(slot, i))
            && network.contains(run.scratch().high(), run.scratch().low())) {
          return true;
        }
      }
      return false;
    }
  }

  /** A condition that several others ask for: answered once an event. */
  static final class Shared extends Node {
    private final int index;
    private final Node node;

    /**
     * A shared condition.
     *
     * @param index where a run keeps the answer
     */
    Shared(int index, Node node) {
      this.index = index;
      this.node = node;
    }

    @Override
    boolean holds(EcsEvent event, FilterRun run) {
      if (run.isKnown(index)) {
        return run.answer(index);
      }
      return run.keep(index, node.holds(event, run));
    }
  }
}
