package dev.tidemark.contract.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.query.Condition.Exists;
import dev.tidemark.contract.query.Condition.Leaf;
import dev.tidemark.contract.query.Condition.Range;
import dev.tidemark.contract.query.Condition.Terms;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueMatcherTest {

  private static long time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException notTime) {
      return ValueMatcher.NO_TIME;
    }
  }

  private static boolean fits(Leaf leaf, String value) {
    return ValueMatcher.of(leaf, ValueMatcherTest::time).fits(value, new AddressReader());
  }

  @ParameterizedTest
  @CsvSource({
    "443, 443, true",
    "443, 443.0, true",
    "443.0, 443, true",
    "443, 443.00, true",
    "443, 4430, false",
    "443, 443.5, false",
    "443, 0443, false",
    "-1, -1.0, true",
    "0, 0.0, true",
    "1.1, 1.10, false",
    "1.1, 1.1, true",
    "10.0.0, 10.0.0.0, false",
    "a, a.0, false",
    "true, true, true",
    "network, Network, false",
    "2001:DB8::1, 2001:db8:0::1, true",
    "2001:db8::1, 2001:db8::2, false",
    "10.0.0.1, ::ffff:10.0.0.1, true",
    "::ffff:10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, not:an:address, false"
  })
  void textsNumbersAndAddresses(String wanted, String value, boolean fits) {
    assertThat(fits(new Terms("f", List.of(wanted)), value)).isEqualTo(fits);
    Terms several = new Terms("f", List.of("other", wanted, "7", "::5"));
    assertThat(fits(several, value)).isEqualTo(fits);
  }

  private static Range range(@Nullable String lower, @Nullable String upper, boolean inclusive) {
    return new Range(
        "f",
        lower == null ? null : new Bound(lower, inclusive),
        upper == null ? null : new Bound(upper, inclusive));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 1, true, false",
    "1, 5, 5, true, false",
    "1, 5, 3, true, true",
    "1, 5, 0, false, false",
    "1, 5, 6, false, false",
    "1, 5, 1.0, true, false",
    "1, 5, 1.5, true, true",
    "1, 5, 5.0001, false, false",
    "1.5, , 2, true, true",
    "1.5, , 1, false, false",
    "1.5, , 1.5, true, false",
    ", -1.5, -2, true, true",
    ", -1.5, -1, false, false",
    "1e3, , 1000, true, false",
    "1, , 99999999999999999999999, true, true",
    ", 1e300, 99999999999999999999999, true, true",
    "1e300, , 999999999999999999, false, false",
    "-1e300, , -999999999999999999, true, true",
    "0, , '', false, false",
    "0, , -, false, false",
    "0, , abc, false, false",
    "0, , 1e999999999, false, false",
    "0, , ١٢, false, false",
    "0, , 2026-03-01T00:00:00Z, false, false",
    "2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-01T00:00:00Z, true, false",
    "2026-03-01T00:00:00Z, , 2026-03-01T01:00:00.001+01:00, true, true",
    "2026-03-01T00:00:00Z, , 5, false, false"
  })
  void ranges(
      @Nullable String lower,
      @Nullable String upper,
      String value,
      boolean inclusive,
      boolean exclusive) {
    assertThat(fits(range(lower, upper, true), value)).as("inclusive").isEqualTo(inclusive);
    assertThat(fits(range(lower, upper, false), value)).as("exclusive").isEqualTo(exclusive);
  }

  @Test
  void rangesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> range(null, null, true)).hasMessageContaining("at least one bound");
    assertThatThrownBy(() -> range("1", "2026-03-01T00:00:00Z", true))
        .hasMessageContaining("the other one a time");
    assertThatThrownBy(() -> new Bound("2026-03-01", true)).hasMessageContaining("is no bound");
    assertThatThrownBy(() -> new Bound("10.0.0.1", true)).hasMessageContaining("10.0.0.0/8");
    assertThatThrownBy(() -> new Bound("1e999999999", true)).hasMessageContaining("is no bound");
    assertThatThrownBy(() -> new Bound("", true)).hasMessageContaining("is no bound");
  }

  @Test
  void existenceIsNoQuestionOfAValue() {
    assertThatThrownBy(() -> fits(new Exists("f"), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
