package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.Condition.Terms;
import dev.tidemark.contract.query.TermsMatcher;
import dev.tidemark.ingest.event.EcsEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All terms that are asked of one field: one look at its value says which of them hold. Terms are
 * told by a number that is unique among all fields.
 */
final class TermTable {

  private static final int[] NONE = {};

  private final int slot;
  private final int[] all;
  private final TermsMatcher[] matchers;
  private final TermsMatcher any;
  private final Map<String, int[]> byText = new HashMap<>();

  /**
   * A table.
   *
   * @param slot the field's
   * @param terms by their numbers
   */
  TermTable(int slot, Map<Terms, Integer> terms) {
    this.slot = slot;
    all = terms.values().stream().mapToInt(Integer::intValue).toArray();
    matchers =
        terms.keySet().stream()
            .map(one -> TermsMatcher.of(one.values()))
            .toArray(TermsMatcher[]::new);
    any = TermsMatcher.of(terms.keySet().stream().flatMap(one -> one.values().stream()).toList());
    Map<String, List<Integer>> lists = new HashMap<>();
    for (int i = 0; i < all.length; i++) {
      for (String text : matchers[i].texts()) {
        lists.computeIfAbsent(text, first -> new ArrayList<>()).add(all[i]);
      }
    }
    lists.forEach(
        (text, list) -> byText.put(text, list.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** Tells a run which of the terms hold. */
  void look(EcsEvent event, FilterRun run) {
    int count = event.count(slot);
    for (int i = 0; i < count; i++) {
      String value = event.value(slot, i);
      if (any.mayFitOtherwise(value)) {
        lookAtEach(value, run);
      } else {
        run.hold(found(value));
      }
    }
  }

  private void lookAtEach(String value, FilterRun run) {
    for (int i = 0; i < all.length; i++) {
      if (matchers[i].fits(value, run.scratch())) {
        run.hold(all[i]);
      }
    }
  }

  private int[] found(String value) {
    int[] found = byText.get(value);
    return found == null ? NONE : found;
  }

  /** The terms that may hold: mostly those that do. */
  int[] candidates(EcsEvent event) {
    int count = event.count(slot);
    if (count == 0) {
      return NONE;
    }
    String value = event.value(slot, 0);
    return count > 1 || any.mayFitOtherwise(value) ? all : found(value);
  }
}
