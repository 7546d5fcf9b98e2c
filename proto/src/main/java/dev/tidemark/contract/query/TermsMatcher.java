package dev.tidemark.contract.query;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The value is one of some texts. */
public final class TermsMatcher implements ValueMatcher {

  private static final int NO_DOT = -1;

  private final Set<String> texts;
  private final boolean wholeNumber;

  /** Wanted addresses, two longs each. */
  private final long[] addresses;

  private TermsMatcher(Set<String> texts, long[] addresses) {
    this.texts = texts;
    this.addresses = addresses;
    wholeNumber = texts.stream().anyMatch(TermsMatcher::isWhole);
  }

  /**
   * A matcher.
   *
   * @param values as of {@link Condition.Terms}
   */
  public static TermsMatcher of(List<String> values) {
    Set<String> texts = new HashSet<>();
    AddressReader reader = new AddressReader();
    long[] addresses = new long[values.size() * 2];
    int count = 0;
    for (String value : values) {
      texts.add(plain(value));
      texts.add(value);
      if (reader.read(value)) {
        addresses[count++] = reader.high();
        addresses[count++] = reader.low();
        texts.add(shortForm(reader, value));
      }
    }
    return new TermsMatcher(texts, Arrays.copyOf(addresses, count));
  }

  /** An IPv4 address in the form in which events have it. */
  private static String shortForm(AddressReader reader, String value) {
    String text = new Network(reader.high(), reader.low(), 128).toString();
    boolean ipv4 = text.indexOf(':') < 0;
    return ipv4 ? text.substring(0, text.indexOf('/')) : value;
  }

  /**
   * The texts of which a fitting value is one, unless {@link #mayFitOtherwise} says that it need
   * not be.
   */
  public Set<String> texts() {
    return Set.copyOf(texts);
  }

  /** Whether a value may fit although it is none of the texts: it is written unusually. */
  public boolean mayFitOtherwise(String value) {
    return (addresses.length > 0 && value.indexOf(':') >= 0)
        || (wholeNumber && zeroFraction(value) != NO_DOT);
  }

  @Override
  public boolean fits(String value, AddressReader reader) {
    if (texts.contains(value)) {
      return true;
    }
    if (wholeNumber) {
      int dot = zeroFraction(value);
      if (dot != NO_DOT && texts.contains(value.substring(0, dot))) {
        return true;
      }
    }
    return addresses.length > 0
        && value.indexOf(':') >= 0
        && reader.read(value)
        && isWanted(reader.high(), reader.low());
  }

  private boolean isWanted(long high, long low) {
    for (int i = 0; i < addresses.length; i += 2) {
      if (addresses[i] == high && addresses[i + 1] == low) {
        return true;
      }
    }
    return false;
  }

  /** A number without its fraction if that is zero. */
  private static String plain(String value) {
    int dot = zeroFraction(value);
    return dot == NO_DOT ? value : value.substring(0, dot);
  }

  /** Where the dot stands in a whole number with a fraction of zero. */
  private static int zeroFraction(String value) {
    int at = value.length() - 1;
    if (at < 2 || value.charAt(at) != '0') {
      return NO_DOT;
    }
    while (at > 0 && value.charAt(at) == '0') {
      at--;
    }
    return value.charAt(at) == '.' && isWhole(value, at) ? at : NO_DOT;
  }

  private static boolean isWhole(String value) {
    return isWhole(value, value.length());
  }

  private static boolean isWhole(String value, int to) {
    int from = value.startsWith("-") ? 1 : 0;
    for (int i = from; i < to; i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return to > from;
  }
}
