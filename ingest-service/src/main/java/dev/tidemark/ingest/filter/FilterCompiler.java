package dev.tidemark.ingest.filter;

import dev.tidemark.contract.query.Condition;
import dev.tidemark.contract.query.Condition.Terms;
import dev.tidemark.contract.query.NumberRange;
import dev.tidemark.contract.query.ValueMatcher;
import dev.tidemark.ingest.event.FieldTable;
import dev.tidemark.ingest.event.Timestamps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes nodes of conditions; equal conditions, wherever they stand, become one node. */
final class FilterCompiler {

  private final FieldTable table;
  private final Map<Condition, Integer> uses = new HashMap<>();
  private final Map<Condition, Node> nodes = new HashMap<>();
  private final Map<Integer, Integer> addressCaches = new HashMap<>();
  private final Map<Integer, Integer> numberCaches = new HashMap<>();
  private final Map<String, Map<Terms, Integer>> terms = new LinkedHashMap<>();
  private final Map<String, Integer> tables = new HashMap<>();
  private int shared;
  private int termCount;

  FilterCompiler(FieldTable table) {
    this.table = table;
  }

  /** The nodes of conditions, in their order. */
  Node[] compile(List<Condition> conditions) {
    conditions.forEach(this::use);
    return nodes(conditions);
  }

  /** Number of answers that a run keeps. */
  int shared() {
    return shared;
  }

  /** Number of numbers that a run keeps. */
  int numbers() {
    return numberCaches.size();
  }

  /** Number of addresses that a run keeps. */
  int addresses() {
    return addressCaches.size();
  }

  /** One table for every field of which terms are asked. */
  TermTable[] tables() {
    return terms.entrySet().stream()
        .map(field -> new TermTable(table.slot(field.getKey()), field.getValue()))
        .toArray(TermTable[]::new);
  }

  /** Number of all terms. */
  int terms() {
    return termCount;
  }

  /** The number of terms that were compiled. */
  int number(Terms known) {
    Integer number = terms.getOrDefault(known.field(), Map.of()).get(known);
    if (number == null) {
      throw new IllegalArgumentException(known + " was not compiled");
    }
    return number;
  }

  /** The number of the table that has them. */
  int tableNumber(Terms known) {
    return tables.getOrDefault(known.field(), -1);
  }

  /** Parts of what is used twice are still asked for once: the whole is shared. */
  private void use(Condition condition) {
    if (uses.merge(condition, 1, Integer::sum) > 1) {
      return;
    }
    switch (condition) {
      case Condition.All all -> all.parts().forEach(this::use);
      case Condition.AnyOf any -> any.parts().forEach(this::use);
      case Condition.Not not -> use(not.part());
      case Condition.Leaf leaf -> {}
    }
  }

  private Node[] nodes(List<Condition> conditions) {
    return conditions.stream().map(this::node).toArray(Node[]::new);
  }

  private Node node(Condition condition) {
    Node known = nodes.get(condition);
    if (known != null) {
      return known;
    }
    Node node = plain(condition);
    if (uses.getOrDefault(condition, 0) > 1 && isWorthKeeping(condition)) {
      node = new Node.Shared(shared++, node);
    }
    nodes.put(condition, node);
    return node;
  }

  /** Terms are answered by their table already. */
  private static boolean isWorthKeeping(Condition condition) {
    return !(condition instanceof Terms)
        && !(condition instanceof Condition.Not not && not.part() instanceof Terms);
  }

  private Node plain(Condition condition) {
    return switch (condition) {
      case Condition.All all -> all(nodes(all.parts()));
      case Condition.AnyOf any -> new Node.AnyOf(nodes(any.parts()));
      case Condition.Not not -> new Node.Not(node(not.part()));
      case Terms some -> oneOf(some);
      case Condition.Exists exists -> new Node.Exists(table.slot(exists.field()));
      case Condition.Cidr cidr -> {
        int slot = table.slot(cidr.field());
        yield new Node.InNetwork(slot, addressCache(slot), cidr.network());
      }
      case Condition.Leaf leaf -> value(leaf);
    };
  }

  /** Terms first: they are quick to ask, and mostly say no. */
  private static Node all(Node[] parts) {
    List<Node.OneOf> wanted = new ArrayList<>();
    List<Node.OneOf> unwanted = new ArrayList<>();
    List<Node> others = new ArrayList<>();
    for (Node part : parts) {
      if (part instanceof Node.OneOf terms) {
        wanted.add(terms);
      } else if (part instanceof Node.Not not && not.part instanceof Node.OneOf terms) {
        unwanted.add(terms);
      } else {
        others.add(part);
      }
    }
    int wantedCount = wanted.size();
    wanted.addAll(unwanted);
    if (!wanted.isEmpty()) {
      others.addFirst(new Node.AllTerms(wanted, wantedCount));
    }
    return others.size() == 1 ? others.getFirst() : new Node.All(others.toArray(Node[]::new));
  }

  private Node oneOf(Terms some) {
    int number = termCount++;
    terms.computeIfAbsent(some.field(), field -> new LinkedHashMap<>()).put(some, number);
    tables.putIfAbsent(some.field(), tables.size());
    return new Node.OneOf(tableNumber(some), number);
  }

  private Node value(Condition.Leaf leaf) {
    int slot = table.slot(leaf.field());
    ValueMatcher matcher = ValueMatcher.of(leaf, FilterCompiler::time);
    return matcher instanceof NumberRange range
        ? new Node.InRange(slot, numberCache(slot), range)
        : new Node.Value(slot, matcher);
  }

  private int numberCache(int slot) {
    return numberCaches.computeIfAbsent(slot, any -> numberCaches.size());
  }

  private int addressCache(int slot) {
    return addressCaches.computeIfAbsent(slot, any -> addressCaches.size());
  }

  private static long time(String text) {
    long millis = Timestamps.parse(text);
    return millis == Timestamps.INVALID ? ValueMatcher.NO_TIME : millis;
  }
}
