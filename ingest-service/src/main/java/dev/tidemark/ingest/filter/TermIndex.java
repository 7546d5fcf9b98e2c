package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.TermsMatcher;
import dev.tidemark.ingest.event.EcsEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For one field, which conditions can hold at all when it has a value: all others need another
 * value of it.
 */
final class TermIndex {

  private static final int[] NONE = {};

  private final int slot;
  private final Map<String, int[]> byText;
  private final TermsMatcher anyText;
  private final int[] all;

  private TermIndex(int slot, Map<String, int[]> byText, TermsMatcher anyText, int[] all) {
    this.slot = slot;
    this.byText = byText;
    this.anyText = anyText;
    this.all = all;
  }

  /**
   * An index.
   *
   * @param slot the field's
   * @param wanted what each condition needs one of, by the condition's index
   */
  static TermIndex of(int slot, Map<Integer, List<String>> wanted) {
    Map<String, Set<Integer>> conditions = new HashMap<>();
    List<String> values = new ArrayList<>();
    wanted.forEach(
        (condition, texts) -> {
          values.addAll(texts);
          for (String text : TermsMatcher.of(texts).texts()) {
            conditions.computeIfAbsent(text, any -> new LinkedHashSet<>()).add(condition);
          }
        });
    Map<String, int[]> byText = new HashMap<>();
    conditions.forEach((text, found) -> byText.put(text, array(found)));
    return new TermIndex(slot, byText, TermsMatcher.of(values), array(wanted.keySet()));
  }

  private static int[] array(Set<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Asks every condition that can hold. */
  void ask(EcsEvent event, FilterRun run, Node[] nodes) {
    int count = event.count(slot);
    for (int i = 0; i < count; i++) {
      for (int condition : candidates(event.value(slot, i))) {
        run.ask(condition, nodes[condition]);
      }
    }
  }

  private int[] candidates(String value) {
    if (anyText.mayFitOtherwise(value)) {
      return all;
    }
    int[] found = byText.get(value);
    return found == null ? NONE : found;
  }
}
