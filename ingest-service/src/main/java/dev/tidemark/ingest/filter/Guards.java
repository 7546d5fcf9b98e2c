package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Condition.Terms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold of an event before a condition can: one of some terms. Of several such guards, the
 * one is taken whose values the fewest conditions name: it lets the fewest events pass.
 */
final class Guards {

  private final Map<Terms, Integer> popularity = new HashMap<>();

  Guards(List<Condition> conditions) {
    conditions.forEach(this::count);
  }

  private void count(Condition condition) {
    switch (condition) {
      case Condition.All all -> all.parts().forEach(this::count);
      case Condition.AnyOf any -> any.parts().forEach(this::count);
      case Terms terms -> single(terms).forEach(one -> popularity.merge(one, 1, Integer::sum));
      case Condition.Not not -> {}
      case Condition.Leaf leaf -> {}
    }
  }

  private static List<Terms> single(Terms terms) {
    return terms.values().stream().map(value -> new Terms(terms.field(), List.of(value))).toList();
  }

  /** Terms of which at least one holds wherever the condition does; empty: there are none. */
  List<Terms> of(Condition condition) {
    return switch (condition) {
      case Terms terms -> List.of(terms);
      case Condition.All all -> best(all.parts());
      case Condition.AnyOf any -> together(any.parts());
      case Condition.Not not -> List.of();
      case Condition.Leaf leaf -> List.of();
    };
  }

  private List<Terms> best(List<Condition> parts) {
    List<Terms> best = List.of();
    for (Condition part : parts) {
      List<Terms> guard = of(part);
      if (!guard.isEmpty() && (best.isEmpty() || cost(guard) < cost(best))) {
        best = guard;
      }
    }
    return best;
  }

  private List<Terms> together(List<Condition> parts) {
    List<Terms> together = new ArrayList<>();
    for (Condition part : parts) {
      List<Terms> guard = of(part);
      if (guard.isEmpty()) {
        return List.of();
      }
      together.addAll(guard);
    }
    return together;
  }

  private int cost(List<Terms> guard) {
    int cost = 0;
    for (Terms terms : guard) {
      for (Terms one : single(terms)) {
        cost = Math.max(cost, popularity.getOrDefault(one, 0));
      }
    }
    return cost;
  }
}
