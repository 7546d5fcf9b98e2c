package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Condition.Terms;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many conditions, made ready to be asked of every event together. A condition that needs one of
 * some values of a field is only asked when an index says that the event has one of them, and what
 * several conditions have in common is asked once; so conditions that do not hold cost next to
 * nothing. Immutable.
 */
public final class FilterSet {

  private final FieldTable table;
  private final Node[] nodes;
  private final int answers;
  private final int addresses;
  private final TermIndex[] indexes;

  /** Conditions that no index knows. */
  private final int[] always;

  private FilterSet(List<Condition> conditions, FieldTable table) {
    this.table = table;
    FilterCompiler compiler = new FilterCompiler(table);
    nodes = compiler.compile(conditions);
    answers = compiler.shared();
    addresses = compiler.addresses();
    Guards guards = new Guards(conditions);
    Map<String, Map<Integer, List<String>>> wanted = new LinkedHashMap<>();
    List<Integer> unguarded = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      List<Terms> guard = guards.of(conditions.get(i));
      if (guard.isEmpty()) {
        unguarded.add(i);
      }
      for (Terms terms : guard) {
        wanted
            .computeIfAbsent(terms.field(), field -> new LinkedHashMap<>())
            .computeIfAbsent(i, condition -> new ArrayList<>())
            .addAll(terms.values());
      }
    }
    always = unguarded.stream().mapToInt(Integer::intValue).toArray();
    indexes =
        wanted.entrySet().stream()
            .map(field -> TermIndex.of(table.slot(field.getKey()), field.getValue()))
            .toArray(TermIndex[]::new);
  }

  /**
   * Makes conditions ready.
   *
   * @param conditions told by their index from then on; equal ones should be one
   * @param table has all their fields
   */
  public static FilterSet of(List<Condition> conditions, FieldTable table) {
    return new FilterSet(conditions, table);
  }

  /** Number of conditions. */
  public int size() {
    return nodes.length;
  }

  /** Something to ask them with; one a thread. */
  public FilterRun run() {
    return new FilterRun(this, answers, addresses, new EcsEvent(table));
  }

  void ask(EcsEvent event, FilterRun run) {
    for (TermIndex index : indexes) {
      index.ask(event, run, nodes);
    }
    for (int condition : always) {
      run.ask(condition, nodes[condition]);
    }
  }
}
