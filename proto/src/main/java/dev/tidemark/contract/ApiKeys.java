package dev.tidemark.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The API keys a service accepts: known only by their hash. An entry is {@code
 * NAME:SCOPE+SCOPE:SHA256}, for example {@code siem:read+operate:9f86d0...}, where the last part is
 * the hexadecimal SHA-256 of the key.
 */
public final class ApiKeys {

  private static final int SHA256_BYTES = 32;

  private final List<Entry> entries;

  private ApiKeys(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * What a key allows. Every scope includes those before it, except that only admin includes
   * ingest.
   */
  public enum Scope {
    /** Send events, heartbeats and backfills. */
    INGEST,
    /** Look at jobs, results, rules and alerts. */
    READ,
    /** Work on alerts; open and close jobs, switch rules. */
    OPERATE,
    /** Create and delete jobs, rules and webhooks; anything. */
    ADMIN
  }

  /**
   * Who is calling.
   *
   * @param name the key's name, for the audit trail
   * @param scopes what it may do
   */
  public record Caller(String name, Set<Scope> scopes) {

    /** Copies the scopes. */
    public Caller {
      scopes = Set.copyOf(scopes);
    }

    /** Whether this caller may do what needs a scope. */
    public boolean may(Scope scope) {
      return scopes.contains(scope);
    }
  }

  private record Entry(Caller caller, String sha256) {
    byte[] hash() {
      return HexFormat.of().parseHex(sha256);
    }
  }

  /**
   * Reads entries from a service's configuration.
   *
   * @throws IllegalArgumentException if one has another form; the message names the entry's number,
   *     name and fault, never a key or its hash
   */
  public static ApiKeys parse(Collection<String> entries) {
    List<Entry> parsed = new ArrayList<>();
    for (String entry : entries) {
      parsed.add(entry(entry.strip(), parsed.size() + 1));
    }
    return new ApiKeys(parsed);
  }

  /** Whether there is no key at all: then nobody can be told apart. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whose key this is; empty for an unknown one. Takes the same time for every wrong key. */
  public Optional<Caller> caller(String key) {
    byte[] hash = Identity.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    Optional<Caller> found = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)) {
        found = Optional.of(entry.caller());
      }
    }
    return found;
  }

  private static Entry entry(String text, int number) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || parts[0].isBlank()) {
      throw new IllegalArgumentException(
          "API key entry " + number + " is not NAME:SCOPE+SCOPE:SHA256");
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String scope : parts[1].split("\\+", -1)) {
      scopes.addAll(including(scope(scope, number, parts[0])));
    }
    return new Entry(new Caller(parts[0], scopes), hash(parts[2], number, parts[0]));
  }

  private static Scope scope(String text, int number, String name) {
    for (Scope scope : Scope.values()) {
      if (scope.name().toLowerCase(Locale.ROOT).equals(text)) {
        return scope;
      }
    }
    throw new IllegalArgumentException(
        "API key entry "
            + number
            + " ("
            + name
            + "): scope '"
            + text
            + "' is none of ingest, read, operate, admin");
  }

  private static Set<Scope> including(Scope scope) {
    return switch (scope) {
      case INGEST -> EnumSet.of(Scope.INGEST);
      case READ -> EnumSet.of(Scope.READ);
      case OPERATE -> EnumSet.of(Scope.READ, Scope.OPERATE);
      case ADMIN -> EnumSet.allOf(Scope.class);
    };
  }

  private static String hash(String hex, int number, String name) {
    try {
      if (HexFormat.of().parseHex(hex).length == SHA256_BYTES) {
        return hex;
      }
    } catch (IllegalArgumentException notHex) {
      // Said below, without the text: it may be a key that somebody forgot to hash.
    }
    throw new IllegalArgumentException(
        "API key entry "
            + number
            + " ("
            + name
            + "): the last part is not a SHA-256 in hexadecimal");
  }
}
