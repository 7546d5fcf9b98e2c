package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Condition.Terms;
import dev.tidemark.ingest.event.EcsEvent;
import dev.tidemark.ingest.event.FieldTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Many conditions, made ready to be asked of every event together. A condition that needs one of
 * some values of a field is only asked when an index says that the event has one of them, and what
 * several conditions have in common is asked once; so conditions that do not hold cost next to
 * nothing. Immutable.
 */
public final class FilterSet {

  private static final int[] NONE = {};

  private final FieldTable fields;
  private final Node[] nodes;
  private final TermTable[] tables;
  private final Sizes sizes;

  /** Conditions that can hold only where a term does, by the term's number. */
  private final int[][] guarded;

  /** Numbers of the tables whose terms guard a condition. */
  private final int[] guarding;

  /** Conditions without a guard. */
  private final int[] always;

  /** How much a run remembers. */
  record Sizes(int conditions, int answers, int numbers, int addresses, int tables, int terms) {}

  private FilterSet(List<Condition> conditions, FieldTable fields) {
    this.fields = fields;
    FilterCompiler compiler = new FilterCompiler(fields);
    nodes = compiler.compile(conditions);
    tables = compiler.tables();
    sizes =
        new Sizes(
            nodes.length,
            compiler.shared(),
            compiler.numbers(),
            compiler.addresses(),
            tables.length,
            compiler.terms());
    Guarding guards = Guarding.of(conditions, compiler);
    guarded = guards.byTerm.stream().map(FilterSet::array).toArray(int[][]::new);
    guarding = array(guards.tables);
    always = array(guards.unguarded);
  }

  /** Which term guards which condition. */
  private static final class Guarding {

    private final List<List<Integer>> byTerm = new ArrayList<>();
    private final Set<Integer> tables = new TreeSet<>();
    private final List<Integer> unguarded = new ArrayList<>();

    private static Guarding of(List<Condition> conditions, FilterCompiler compiler) {
      Guarding all = new Guarding();
      for (int term = 0; term < compiler.terms(); term++) {
        all.byTerm.add(new ArrayList<>());
      }
      Guards guards = new Guards(conditions);
      for (int i = 0; i < conditions.size(); i++) {
        all.add(i, guards.of(conditions.get(i)), compiler);
      }
      return all;
    }

    private void add(int condition, List<Terms> guard, FilterCompiler compiler) {
      if (guard.isEmpty()) {
        unguarded.add(condition);
      }
      for (Terms terms : guard) {
        byTerm.get(compiler.number(terms)).add(condition);
        tables.add(compiler.tableNumber(terms));
      }
    }
  }

  private static int[] array(Collection<Integer> numbers) {
    return numbers.isEmpty() ? NONE : numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Makes conditions ready.
   *
   * @param conditions told by their index from then on; equal ones should be one
   * @param fields has all their fields
   */
  public static FilterSet of(List<Condition> conditions, FieldTable fields) {
    return new FilterSet(conditions, fields);
  }

  /** Number of conditions. */
  public int size() {
    return nodes.length;
  }

  /** Something to ask them with; one a thread. */
  public FilterRun run() {
    return new FilterRun(this, sizes, new EcsEvent(fields));
  }

  void ask(EcsEvent event, FilterRun run) {
    for (int table : guarding) {
      for (int term : tables[table].candidates(event)) {
        for (int condition : guarded[term]) {
          run.askOnce(condition, nodes[condition]);
        }
      }
    }
    for (int condition : always) {
      run.ask(condition, nodes[condition]);
    }
  }

  TermTable table(int number) {
    return tables[number];
  }
}
