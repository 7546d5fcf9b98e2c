package dev.tidemark.contract.query;

import java.util.List;
import java.util.Random;

/** KQL texts by chance: good ones, damaged ones and garbage. */
final class RandomQueries {

  private static final List<String> FIELDS =
      List.of("source.ip", "destination.port", "event.category", "process.name", "@timestamp");
  private static final List<String> VALUES =
      List.of(
          "network",
          "\"two words\"",
          "443",
          "443.0",
          "10.0.0.0/8",
          "10.0.0.7",
          "\"2001:DB8::/32\"",
          "\"2001:db8::1\"",
          "*",
          "pack*",
          "*.exe",
          "*beat*",
          "a*b\\?c",
          "\\and",
          "\"\\\"\\\\\\u0041\"",
          "x\\:y*",
          "\\*",
          "\"a*\"");
  private static final String SIGNS = "abc01.*?:<>=()\"\\{} \t\nandornotAND/-é\u00a0\ud83d\udc00";

  private final Random random;

  RandomQueries(Random random) {
    this.random = random;
  }

  private String one(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  /** A query that can be read. */
  String text(int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(8)) {
      case 0, 1 -> one(FIELDS) + one(List.of(":", " : ")) + one(VALUES);
      case 2 -> one(FIELDS) + one(List.of(">", " >= ", "<", " <=")) + bound();
      case 3 -> "not " + text(depth - 1);
      case 4 -> "(" + text(depth - 1) + ")";
      case 5 -> text(depth - 1) + one(List.of(" and ", " AND ")) + text(depth - 1);
      case 6 -> text(depth - 1) + one(List.of(" or ", " Or ")) + text(depth - 1);
      default -> one(FIELDS) + " : (" + values(depth - 1) + ")";
    };
  }

  private String values(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 0, 1 -> one(VALUES);
      case 2 -> values(depth - 1) + " or " + values(depth - 1);
      case 3 -> values(depth - 1) + " and " + values(depth - 1);
      default -> "not " + values(depth - 1);
    };
  }

  private String bound() {
    return one(List.of("5", " -1.5", " 1e3", " \"2026-03-01T00:00:00Z\"", "0"));
  }

  String garbage() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return text.toString();
  }

  String damaged() {
    StringBuilder text = new StringBuilder(text(3));
    for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      if (random.nextBoolean()) {
        text.deleteCharAt(at);
      } else {
        text.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
      }
    }
    return text.toString();
  }
}
