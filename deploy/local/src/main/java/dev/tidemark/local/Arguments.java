package dev.tidemark.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Command-line arguments of the form {@code --name value} and {@code --flag}. */
public final class Arguments {

  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads arguments.
   *
   * @param arguments what was given
   * @param valued names of those that take a value
   * @param flags names of those that take none
   * @throws UsageException if one is unknown, or has no value; the message names it
   */
  public static Arguments read(List<String> arguments, Set<String> valued, Set<String> flags) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (flags.contains(argument)) {
        values.put(argument, "");
      } else if (!valued.contains(argument)) {
        throw new UsageException("unknown argument '" + argument + "'");
      } else if (i + 1 == arguments.size()) {
        throw new UsageException(argument + " needs a value");
      } else {
        i++;
        values.put(argument, arguments.get(i));
      }
    }
    return new Arguments(values);
  }

  /** Whether a flag was given. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value of an argument, if given. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The value of an argument as a number.
   *
   * @throws UsageException if it is none, or not positive
   */
  public Optional<Double> positive(String name) {
    return value(name).map(text -> positive(name, text));
  }

  private static double positive(String name, String text) {
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && number < Double.POSITIVE_INFINITY) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new UsageException(name + " " + text + " is not a positive number");
  }

  /** The command line is wrong; the message says what. */
  public static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public UsageException(String message) {
      super(message);
    }
  }
}
