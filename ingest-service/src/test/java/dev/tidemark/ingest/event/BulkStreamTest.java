package dev.tidemark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.event.Bodies.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkStreamTest {

  private static final String GOOD = "{\"@timestamp\":1000}";

  /** What a body became: a line an item, and the fault at the end if there is one. */
  private static List<String> read(byte[] body, int... cuts) {
    Log log = new Log();
    BulkStream stream =
        new BulkStream(
            new EcsBody(FieldTable.of(List.of())),
            Limits.SMALL,
            log,
            action -> log.action = action);
    int from = 0;
    for (int cut : cuts) {
      stream.feed(body, from, cut - from, Bodies.ANY_TIME);
      from = cut;
    }
    stream.feed(body, from, body.length - from, Bodies.ANY_TIME);
    stream.finish(Bodies.ANY_TIME);
    if (!stream.fault().isEmpty()) {
      log.lines.add("fault " + stream.fault());
    }
    return log.lines;
  }

  private static List<String> read(String body) {
    return read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Log implements EventSink {
    private final List<String> lines = new ArrayList<>();
    private BulkAction action = new BulkAction(BulkAction.Operation.INDEX, "", "");

    @Override
    public void accepted(EcsEvent event) {
      lines.add(named() + " " + event.timeMillis());
    }

    @Override
    public void noEvent(EcsEvent event, Verdict.NoEvent kind) {
      lines.add(named() + " " + kind.code());
    }

    @Override
    public void rejected(Rejection rejection, byte[] buffer, int from, int to) {
      lines.add(named() + " line " + rejection.line() + " " + rejection.reason().code());
    }

    private String named() {
      return action.operation().word() + "[" + action.index() + "," + action.id() + "]";
    }
  }

  @Test
  void everyActionHasItsDocument() {
    assertThat(
            read(
                "{\"create\":{}}\n"
                    + GOOD
                    + "\n{ \"index\" : { \"_id\" : \"7\\u0041\", \"_index\":\"flows\", \"x\":[{\"}\":1}], \"n\":-1.5e3 } }\r\n "
                    + GOOD
                    + "\r\n\n{\"create\":{\"_type\":null,\"b\":true}}\n"
                    + GOOD))
        .containsExactly("create[,] 1000", "index[flows,7A] 1000", "create[,] 1000");
  }

  @Test
  void aDocumentThatCannotBeUsedCostsNoOther() {
    String deep = "{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}";
    String bulk = "{\"index\":{}}\n";
    assertThat(
            read(
                bulk
                    + "nonsense\n"
                    + bulk
                    + "\n"
                    + bulk
                    + "["
                    + GOOD
                    + "]\n"
                    + bulk
                    + GOOD
                    + GOOD
                    + "\n"
                    + bulk
                    + "{\"a\":\n"
                    + bulk
                    + deep
                    + "\n"
                    + bulk
                    + "{\"a\":\""
                    + "x".repeat(5000)
                    + "\"}\n"
                    + bulk
                    + "{}\n"
                    + bulk
                    + GOOD
                    + "\n"))
        .containsExactly(
            "index[,] line 2 malformed_json",
            "index[,] line 4 not_an_object",
            "index[,] line 6 not_an_object",
            "index[,] line 8 malformed_json",
            "index[,] line 10 truncated",
            "index[,] line 12 nesting_too_deep",
            "index[,] line 14 line_too_large",
            "index[,] line 16 missing_timestamp",
            "index[,] 1000");
  }

  @Test
  void whatNeedsStoredDocumentsIsRefusedByItem() {
    assertThat(
            read(
                "{\"delete\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"update\":{\"_id\":\"2\"}}\n{\"doc\":{}}\n"
                    + "{\"index\":{}}\n"
                    + GOOD
                    + "\n"))
        .containsExactly(
            "delete[i,1] line 1 unsupported_action",
            "update[,2] line 3 unsupported_action",
            "index[,] 1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "[]",
        "{\"create\"}",
        "{\"create\":{}",
        "{\"create\":1}",
        "{\"make\":{}}",
        "{\"create\":{}} x",
        "{\"create\":{\"_index\"}}",
        "{\"create\":{\"_id\":tru}}",
        "{\"create\":{\"a\":[}}",
        "{\"create\":{},\"index\":{}}",
        "{\"create\":{\"a\":\"\u0000\"}}"
      })
  void aLineThatIsNoActionEndsItAll(String line) {
    assertThat(read("{\"index\":{}}\n" + GOOD + "\n" + line + "\n" + GOOD + "\n"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("fault Malformed action/metadata line [3]");
  }

  @Test
  void anActionWithoutADocumentIsAFault() {
    assertThat(read("{\"index\":{}}\n"))
        .containsExactly("fault Malformed action/metadata line [1]: no document follows it");
    assertThat(read("")).isEmpty();
    assertThat(read("{\"index\":{\"_id\":\"" + "i".repeat(600) + "\"}}\n{}\n")).hasSize(1);
    assertThat(read("{\"index\":{\"_id\":\"" + "i".repeat(5000) + "\"}}\n{}\n")).hasSize(1);
  }

  @Test
  void theResultDoesNotDependOnCuts() {
    byte[] body =
        ("{\"create\":{\"_index\":\"ä\"}}\r\n"
                + GOOD
                + "\n\n{\"delete\":{}}\n{\"index\":{}}\n"
                + "{\"a\":\"x\n"
                + "{\"index\":{\"_id\":\"é\"}}\n"
                + GOOD)
            .getBytes(StandardCharsets.UTF_8);
    List<String> whole = read(body);
    assertThat(whole).hasSize(4);
    for (int first = 0; first <= body.length; first++) {
      for (int second = first; second <= body.length; second += 3) {
        assertThat(read(body, first, second)).as("%d %d", first, second).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void mutatedBodiesNeverThrowAndNeverDependOnCuts(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] body =
        ("{\"create\":{\"_index\":\"i\",\"_id\":\"1\"}}\n" + GOOD + "\n")
            .repeat(4)
            .getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 3_000; round++) {
      byte[] mutated = body.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      int cut = random.nextInt(mutated.length);
      assertThat(read(mutated, cut)).as("round %d", round).isEqualTo(read(mutated));
    }
  }

  @Test
  void newlinesAreFoundWhereverTheyAre() {
    Random random = new Random(1);
    for (int length = 0; length < 40; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      for (int i = 0; i < length; i++) {
        bytes[i] = bytes[i] == '\n' ? 11 : bytes[i];
      }
      for (int at = 0; at < length; at++) {
        bytes[at] = '\n';
        for (int from = 0; from <= length; from++) {
          assertThat(Newlines.find(bytes, from, length)).isEqualTo(from <= at ? at : -1);
        }
        bytes[at] = 11;
      }
      assertThat(Newlines.find(bytes, 0, length)).isEqualTo(-1);
    }
  }
}
