package dev.tidemark.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

  static Stream<String> samples() {
    return Samples.ALL.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyFormatIsRecognisedByItselfAndMapped(String sample) {
    List<String> lines = Samples.live(Samples.bytes(sample), Format.AUTO);
    assertThat(String.join("\n", lines) + "\n").isEqualTo(Samples.text(sample + ".expected.txt"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void itsNameChangesNothing(String sample) {
    assertThat(Samples.live(Samples.bytes(sample), Samples.of(sample)))
        .isEqualTo(Samples.live(Samples.bytes(sample), Format.AUTO));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyEventOfANetworkFormatHasTheCategoryAndATransportOrAddress(String sample) {
    assertThat(Samples.live(Samples.bytes(sample), Format.AUTO))
        .filteredOn(line -> line.startsWith("event "))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("event.category: network", "source.ip: "));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theResultDoesNotDependOnWhereABodyIsCut(String sample) {
    // Given
    byte[] body = Samples.bytes(sample);
    List<String> whole = Samples.live(body, Format.AUTO);
    // When / Then
    for (int cut = 0; cut <= body.length; cut += sample.endsWith(".log") ? 1 : 7) {
      assertThat(Samples.live(body, Format.AUTO, cut)).as("cut at %d", cut).isEqualTo(whole);
    }
    assertThat(Samples.live(body, Format.AUTO, IntStream.range(0, body.length).toArray()))
        .isEqualTo(whole);
  }

  @Test
  void allFormatsMayStandInOneBody() {
    // Given
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    new TreeMap<>(Samples.ALL)
        .forEach(
            (sample, format) -> {
              body.writeBytes(Samples.bytes(sample));
              body.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
              expected.addAll(Samples.live(Samples.bytes(sample), format));
            });
    // When
    List<String> lines = Samples.live(body.toByteArray(), Format.AUTO);
    // Then
    assertThat(withoutLines(lines)).isEqualTo(withoutLines(expected));
  }

  private static List<String> withoutLines(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("^line \\d+ ", "line ")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsOfAnotherFormatIsRejected(String sample) {
    Format own = Samples.of(sample);
    for (Format other : Format.values()) {
      if (other != own && other != Format.AUTO) {
        assertThat(Samples.live(Samples.bytes(sample), other))
            .as("%s read as %s", sample, other.text())
            .filteredOn(line -> !isEcsToo(line, own, other))
            .allSatisfy(line -> assertThat(line).contains("wrong_format"));
      }
    }
  }

  /** Logstash adds a timestamp, so its documents are ECS if one insists. */
  private static boolean isEcsToo(String line, Format own, Format asked) {
    return own == Format.LOGSTASH_NETFLOW && asked == Format.ECS && line.startsWith("event ");
  }

  @Test
  void aShippersTimestampIsNotTheEvents() {
    String line = Samples.text("suricata.ndjson").lines().findFirst().orElseThrow();
    assertThat(
            Samples.live(
                "{\"@timestamp\":\"2026-03-02T09:59:59Z\"," + line.substring(1), Format.AUTO))
        .isEqualTo(Samples.live(line, Format.AUTO))
        .hasSize(1);
  }

  @Test
  void aRecordWithoutTimeIsOfTheTimeOfArrivalUnlessItIsHistory() {
    byte[] body =
        "{\"ip_src\":\"192.0.2.1\",\"bytes\":1,\"timestamp_start\":\"0.000000\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Samples.live(body, Format.PMACCT).getFirst())
        .startsWith("event 2026-03-02T10:00:00Z");
    assertThat(Samples.history(body)).containsExactly("line 1 missing_timestamp timestamp_end");
  }

  @Test
  void theEndOfAProcessEndsNoFlow() {
    String end =
        "{\"@timestamp\":%d,\"event\":{\"category\":[\"process\"],\"type\":[\"end\"]}}"
            .formatted(Samples.NOW);
    assertThat(Samples.live(end, Format.AUTO).getFirst()).doesNotContain("flow.final");
    assertThat(Samples.live(end.replace("process", "network"), Format.AUTO).getFirst())
        .contains("flow.final: true");
  }

  @Test
  void onlyWhatJobsNeedIsMapped() {
    assertThat(Samples.live(List.of("rule.name"), Samples.bytes("suricata.ndjson")).get(4))
        .isEqualTo(
            """
            event 2026-03-02T09:16:03.250Z
              source.ip: 203.0.113.66
              destination.ip: 192.0.2.20
              rule.name: LOCAL example of a scan""");
  }

  @Test
  void aRowNeedsTheColumnsOfItsHeader() {
    String zeek = Samples.text("zeek.log").lines().limit(8).reduce("", (a, b) -> a + b + "\n");
    assertThat(Samples.live(zeek + "one\ttwo\n", Format.AUTO))
        .containsExactly("line 9 malformed_row null");
    String vpc = Samples.text("vpc.log").lines().findFirst().orElseThrow() + "\n";
    assertThat(Samples.live(vpc + "2 1 2 3\n", Format.AUTO))
        .containsExactly("line 2 malformed_row null");
  }

  @Test
  void linesOfTextAreLimitedAndMustBeUtf8() {
    String header = Samples.text("vpc.log").lines().findFirst().orElseThrow() + "\r\n";
    byte[] body =
        (header + "x".repeat(5000) + "\n" + header + "#open \u00e9\n")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Samples.live(body, Format.AUTO)).containsExactly("line 2 line_too_large null");
    body[body.length - 3] = 'e';
    assertThat(Samples.live(body, Format.AUTO))
        .containsExactly("line 2 line_too_large null", "line 4 invalid_utf8 null");
  }

  @Test
  void whatNoFormatKnowsIsAsBefore() {
    assertThat(Samples.live("nonsense\n42 \"x\"\n# comment\n2 1 2 3\n", Format.AUTO))
        .containsExactly(
            "line 1 malformed_json null",
            "line 2 not_an_object null",
            "line 2 not_an_object null",
            "line 3 malformed_json null",
            "line 4 not_an_object null",
            "line 4 not_an_object null",
            "line 4 not_an_object null",
            "line 4 not_an_object null");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void noDamageBreaksAMappingOrDependsOnPieces(long seed) {
    Random random = new Random(seed);
    for (String sample : Samples.ALL.keySet()) {
      byte[] body = Samples.bytes(sample);
      for (int round = 0; round < 25; round++) {
        byte[] damaged = body.clone();
        for (int i = 0; i < 1 + round; i++) {
          int at = random.nextInt(damaged.length);
          damaged[at] =
              round % 2 == 0 ? (byte) random.nextInt(256) : body[random.nextInt(body.length)];
        }
        int[] cuts = random.ints(20, 0, damaged.length).sorted().toArray();
        assertThat(Samples.live(damaged, Format.AUTO, cuts))
            .as("%s, seed %d, round %d", sample, seed, round)
            .isEqualTo(Samples.live(damaged, Format.AUTO));
      }
    }
  }
}
