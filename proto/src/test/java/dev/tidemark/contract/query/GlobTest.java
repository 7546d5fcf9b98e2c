package dev.tidemark.contract.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "a*, a, true",
    "a*, ba, false",
    "*.exe, packetbeat.exe, true",
    "*.exe, packetbeat.exe.bak, false",
    "*beat*, packetbeat.exe, true",
    "*a*b*c*, xaxbxcx, true",
    "*a*b*c, abcabx, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "?, \ud83d\udc00, true",
    "??, \ud83d\udc00, false",
    "*?, \ud83d\udc00, true",
    "*\ud83d\udc00*, x\ud83d\udc00, true",
    "a\\*, a*, true",
    "a\\*, ab, false",
    "a\\\\*, a\\b, true",
    "A*, a, false",
    "a, a, true",
    "'', '', true",
    "'', a, false"
  })
  void matches(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void agreesWithRegularExpressions(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String glob = text(random, "ab*?", 8);
      String text = text(random, "abc", 10);
      Pattern regex = Pattern.compile(glob.replace("*", ".*").replace("?", "."));
      assertThat(Glob.of(glob).matches(text))
          .as("%s on %s", glob, text)
          .isEqualTo(regex.matcher(text).matches());
    }
  }

  private static String text(Random random, String signs, int longest) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(longest); length > 0; length--) {
      text.append(signs.charAt(random.nextInt(signs.length())));
    }
    return text.toString();
  }

  @Test
  void quotedTextsMatchThemselvesOnly() {
    assertThat(Glob.of(Glob.quote("a*b?c\\")).matches("a*b?c\\")).isTrue();
    assertThat(Glob.of(Glob.quote("a*b?c\\")).matches("axbxc\\")).isFalse();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> Glob.of("a\\")).hasMessageContaining("a backslash in a pattern");
    assertThatThrownBy(() -> Glob.of("a\\b")).hasMessageContaining("a backslash in a pattern");
    assertThatThrownBy(() -> Glob.of("*" + "a".repeat(129))).hasMessageContaining("128");
    assertThatThrownBy(() -> Glob.of("*a".repeat(513))).hasMessageContaining("1024");
    assertThat(Glob.of("a".repeat(1_000) + "*").matches("a".repeat(1_001))).isTrue();
  }
}
