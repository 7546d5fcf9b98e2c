package dev.tidemark.ingest.event;

import static dev.tidemark.ingest.event.Bodies.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

  private static final String GOOD = "{\"@timestamp\":7}";

  /** One of everything that can go right or wrong. */
  private static byte[] mixedBody() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String part :
        List.of(
            "\ufeff" + GOOD + "\n\n",
            "{\"@timestamp\":\"2026-03-01T00:00:00Z\",\"source\":{\"ip\":[\"::1\",\"::2\"]},"
                + "\"destination.geo\":{\"country_name\":\"T\u00fcrkiye \ud83c\udf0d\"}}\r\n",
            "{\n  \"a\": [1, -2.5e+3, true, null, {\"b\": \"\\u00e9\\n\"}],\n  \"@timestamp\": 8\n}\n",
            "nonsense\n{\"@timestamp\":\n" + GOOD + "\n",
            "{\"@timestamp\":01}\n{\"x\":\"\u0001\"}\n{\"x\":\"\\q\"}\n" + GOOD + GOOD + "\n",
            "[1,\"two\"," + GOOD + " , {} ]\n",
            "{\"deep\":" + "[".repeat(40) + "]".repeat(40) + ",\"@timestamp\":1}\n" + GOOD + "\n",
            "{\"long\":\"" + "x".repeat(3000) + "\",\"@timestamp\":1}\n" + GOOD + "\n",
            "{\"@timestamp\":9,\"event\":{\"category\":[\"network\",[\"x\"]]}}\n")) {
      body.writeBytes(part.getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(new byte[] {'{', '"', 'k', '"', ':', '"', (byte) 0xc3, '(', '"', '}', '\n'});
    body.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    body.writeBytes((GOOD + "\n{\"@timestamp\":1,\"cut\":\"of").getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  @Test
  void everyLineIsToldAndNoGoodOneIsLost() {
    // When
    List<String> lines = read(mixedBody());
    // Then
    assertThat(lines)
        .containsExactly(
            "event 7",
            "event 1772323200000 2=::1,::2 6=T\u00fcrkiye \ud83c\udf0d",
            "event 8",
            "line 8 malformed_json",
            "line 9 malformed_json",
            "event 7",
            "line 11 malformed_json",
            "line 12 malformed_json",
            "line 13 malformed_json",
            "event 7",
            "event 7",
            "line 15 not_an_object",
            "line 15 not_an_object",
            "event 7",
            "line 15 missing_timestamp",
            "line 16 nesting_too_deep",
            "event 7",
            "line 18 line_too_large",
            "event 7",
            "event 9 7=network,x",
            "line 21 invalid_utf8",
            "line 22 invalid_utf8",
            "event 7",
            "line 24 truncated");
  }

  @Test
  void theResultDoesNotDependOnWhereABodyIsCut() {
    // Given
    byte[] body = mixedBody();
    List<String> whole = read(body);
    // When / Then
    for (int cut = 0; cut <= body.length; cut++) {
      assertThat(read(body, cut)).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void theResultDoesNotDependOnTheSizesOfPieces(long seed) {
    // Given
    byte[] body = mixedBody();
    Random random = new Random(seed);
    int[] cuts = random.ints(200, 0, body.length).sorted().toArray();
    // When / Then
    assertThat(read(body, cuts)).as("seed %d", seed).isEqualTo(read(body));
  }

  @Test
  void aBodyMayComeByteByByte() {
    byte[] body = mixedBody();
    assertThat(read(body, IntStream.range(0, body.length).toArray())).isEqualTo(read(body));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void noDamageBreaksTheReaderOrDependsOnPieces(long seed) {
    // Given
    byte[] body = mixedBody();
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    int[] cuts = random.ints(50, 0, body.length).sorted().toArray();
    // When / Then
    assertThat(read(body, cuts)).as("seed %d", seed).isEqualTo(read(body)).isNotEmpty();
  }

  @Test
  void nestingOfTenThousandLevelsIsSafe() {
    String bomb = "{\"a\":".repeat(300) + "1" + "}".repeat(300);
    assertThat(read(bomb + "\n" + GOOD)).containsExactly("line 1 nesting_too_deep", "event 7");
    assertThat(read("{\"a\":".repeat(10_000) + "\n" + GOOD))
        .containsExactly("line 1 line_too_large", "event 7");
  }

  @Test
  void timesOutsideTheBoundsAreRejected() {
    byte[] body =
        "{\"@timestamp\":9}{\"@timestamp\":10}{\"@timestamp\":20}{\"@timestamp\":21}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(read(body, new TimeBounds(10, 20)))
        .containsExactly("line 1 too_old", "event 10", "event 20", "line 1 future");
  }

  @Test
  void aTimeThatNobodyCanReadIsRejected() {
    assertThat(read("{\"@timestamp\":\"yesterday\"}{\"@timestamp\":true}{\"@timestamp\":null}"))
        .containsExactly(
            "line 1 invalid_timestamp", "line 1 invalid_timestamp", "line 1 missing_timestamp");
  }

  @Test
  void namesAreFoundNestedDottedAndEscaped() {
    assertThat(
            read(
                "{\"@timestamp\":1,\"source.ip\":\"a\",\"network\":{\"bytes\":12}}"
                    + "{\"\\u0040timestamp\":2,\"destination\":{\"geo.country_name\":\"x\"}}"
                    + "{\"@timestamp\":3,\"source\":[{\"ip\":\"a\"},{\"ip\":\"b\"}]}"))
        .containsExactly("event 1 1=12 2=a", "event 2 6=x", "event 3 2=a,b");
  }

  @Test
  void halfASurrogatePairBecomesTheReplacementCharacter() {
    assertThat(read("{\"@timestamp\":1,\"source\":{\"ip\":\"\\ud800x\\ud83d\\ude00\"}}"))
        .containsExactly("event 1 2=\ufffdx\ud83d\ude00");
  }

  @Test
  void anArrayThatNeverEndsIsTruncated() {
    assertThat(read("[" + GOOD + ",")).containsExactly("event 7", "line 1 truncated");
  }
}
