package dev.tidemark.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FORMATS.md must stay true: every field that a mapping sets stands in its format's table. */
class FormatsPageTest {

  private static Map<String, String> sections() throws IOException {
    String page = Files.readString(Path.of("FORMATS.md"));
    return List.of(page.split("\n## ", -1)).stream()
        .collect(
            Collectors.toMap(text -> text.substring(0, text.indexOf('\n')), Function.identity()));
  }

  static List<String> samples() {
    return Samples.ALL.keySet().stream().filter(sample -> !sample.startsWith("ecs")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyMappedFieldStandsInTheTableOfItsFormat(String sample) throws IOException {
    // Given
    String section = sections().get(Samples.of(sample).text());
    // When
    List<String> mapped =
        Samples.live(Samples.bytes(sample), Format.AUTO).stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("  "))
            .map(line -> line.substring(2, line.indexOf(": ")))
            .filter(field -> !field.equals("@timestamp") && !field.equals("flow.final"))
            .distinct()
            .toList();
    // Then
    assertThat(mapped).isNotEmpty().allSatisfy(f -> assertThat(section).contains("`" + f + "`"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyFormatSaysWhatIsFinalAndWhichTimeIsUsed(String sample) throws IOException {
    assertThat(sections().get(Samples.of(sample).text()))
        .contains("**Recognised**", "**Time**", "**flow.final**", "**Not taken**");
  }
}
