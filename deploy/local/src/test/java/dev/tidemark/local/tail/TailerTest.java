package dev.tidemark.local.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.client.EventSender.TooLargeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailerTest {

  @TempDir private Path folder;
  private Path log;
  private Path checkpoint;
  private final Receiver receiver = new Receiver();

  /** Takes each key once, as ingest-service does; may break down before or after taking. */
  private static final class Receiver implements Tailer.Target {
    private final Map<String, String> taken = new LinkedHashMap<>();
    private final List<String> said = new ArrayList<>();
    private int most = Integer.MAX_VALUE;
    private boolean breaksBefore;
    private boolean breaksAfter;

    @Override
    public void send(String key, byte[] lines) {
      if (breaksBefore) {
        throw new IllegalStateException("down before it took anything");
      }
      if (lines.length > most) {
        throw new TooLargeException("more than " + most + " bytes");
      }
      String text = new String(lines, StandardCharsets.UTF_8);
      String before = taken.putIfAbsent(key, text);
      assertThat(before == null || before.equals(text)).as("a key means one batch").isTrue();
      if (breaksAfter) {
        throw new IllegalStateException("down before it answered");
      }
    }

    @Override
    public void say(String what) {
      said.add(what);
    }

    String all() {
      return String.join("", taken.values());
    }
  }

  @BeforeEach
  void paths() {
    log = folder.resolve("eve.json");
    checkpoint = folder.resolve("state").resolve("eve.checkpoint");
  }

  private Tailer tailer() {
    return new Tailer(log, checkpoint, false, receiver);
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void drain(Tailer tailer) {
    int steps = 0;
    while (tailer.step()) {
      assertThat(steps++).as("it comes to rest").isLessThan(10_000);
    }
  }

  @Test
  void onlyWholeLinesAreSent() throws IOException {
    try (Tailer tailer = tailer()) {
      drain(tailer);
      append("one\ntw");
      drain(tailer);
      assertThat(receiver.all()).isEqualTo("one\n");
      append("o\n");
      drain(tailer);
      assertThat(receiver.all()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void aBatchWhoseAnswerWasLostIsSentAgainAsItWas() throws IOException {
    // Given
    append("one\ntwo\n");
    receiver.breaksAfter = true;
    try (Tailer tailer = tailer()) {
      assertThatThrownBy(() -> drain(tailer)).hasMessageContaining("before it answered");
    }
    // When: more lines come before it is started again
    receiver.breaksAfter = false;
    append("three\n");
    try (Tailer tailer = tailer()) {
      drain(tailer);
    }
    // Then
    assertThat(receiver.all()).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void aRotatedFileIsSentToItsEndBeforeTheNewOne() throws IOException {
    try (Tailer tailer = tailer()) {
      append("one\n");
      drain(tailer);
      append("two\n");
      Files.move(log, folder.resolve("eve.json.1"));
      append("three\n");
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void whatWasRotatedWhileItDidNotRunIsFoundByItsContent() throws IOException {
    // Given
    append("one\n");
    try (Tailer tailer = tailer()) {
      drain(tailer);
    }
    // When
    append("two\n");
    Path older = folder.resolve("eve.json.2");
    Files.move(log, older);
    append("three\n");
    Path newer = folder.resolve("eve.json.1");
    Files.move(log, newer);
    assertThat(older.toFile().setLastModified(1_000_000)).isTrue();
    assertThat(newer.toFile().setLastModified(2_000_000)).isTrue();
    append("four\n");
    try (Tailer tailer = tailer()) {
      drain(tailer);
    }
    // Then
    assertThat(receiver.all()).isEqualTo("one\ntwo\nthree\nfour\n");
    assertThat(receiver.said).singleElement().asString().contains("going on with");
  }

  @Test
  void whatIsGoneIsSaidAndTheNewFileIsSent() throws IOException {
    append("one\n");
    try (Tailer tailer = tailer()) {
      drain(tailer);
    }
    Files.delete(log);
    append("other\n");
    try (Tailer tailer = tailer()) {
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("one\nother\n");
    assertThat(receiver.said).singleElement().asString().contains("are missed");
  }

  @Test
  void aTruncatedFileIsSentFromItsStart() throws IOException {
    try (Tailer tailer = tailer()) {
      append("one\ntwo\n");
      drain(tailer);
      Files.writeString(log, "new\n");
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("one\ntwo\nnew\n");
  }

  @Test
  void everyBatchOfATableHasItsHeader() throws IOException {
    try (Tailer tailer = tailer()) {
      append("#separator \\x09\n#fields\tts\n1\n");
      drain(tailer);
      append("2\n");
      drain(tailer);
    }
    assertThat(receiver.taken.values())
        .containsExactly(
            "#separator \\x09\n#fields\tts\n1\n", "#separator \\x09\n#fields\tts\n2\n");
  }

  @Test
  void aLogSeenForTheFirstTimeCanBeFollowedFromItsEnd() throws IOException {
    append("old\n");
    try (Tailer tailer = new Tailer(log, checkpoint, true, receiver)) {
      append("new\n");
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("new\n");
  }

  @Test
  void aLineLongerThanABatchIsSentWhole() throws IOException {
    String longLine = "x".repeat(3 * Tailer.BATCH_BYTES) + "\n";
    append("one\n" + longLine + "two\n");
    try (Tailer tailer = tailer()) {
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("one\n" + longLine + "two\n");
  }

  @Test
  void aCopiedAndTruncatedFileIsSentToItsEndFromTheCopy() throws IOException {
    try (Tailer tailer = tailer()) {
      append("one\n");
      drain(tailer);
      append("two\n");
      Files.copy(log, folder.resolve("eve.json.1"));
      Files.writeString(log, "three is longer than what was there before\n");
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("one\ntwo\nthree is longer than what was there before\n");
  }

  @Test
  void whatIsTooMuchAtOnceIsSentInParts() throws IOException {
    append("one\ntwo\nthree\nfour\n");
    receiver.most = 10;
    try (Tailer tailer = tailer()) {
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("one\ntwo\nthree\nfour\n");
    assertThat(receiver.taken).hasSizeGreaterThan(1);
  }

  @Test
  void theColumnsOfAFlowLogAreItsHeader() throws IOException {
    append("version srcaddr dstaddr\n2 192.0.2.1 192.0.2.2\n");
    try (Tailer tailer = tailer()) {
      drain(tailer);
      append("2 192.0.2.3 192.0.2.4\n");
      drain(tailer);
    }
    assertThat(receiver.taken.values())
        .last()
        .isEqualTo("version srcaddr dstaddr\n2 192.0.2.3 192.0.2.4\n");
  }

  @Test
  void otherLogsWithALongerNameAreNotTakenForRotatedOnes() throws IOException {
    try (Tailer tailer = tailer()) {
      append("one\n");
      drain(tailer);
      Files.writeString(folder.resolve("eve.json.filtered"), "other\n");
      Files.move(log, folder.resolve("eve.json-20260301"));
      append("two\n");
      drain(tailer);
    }
    assertThat(receiver.all()).isEqualTo("one\ntwo\n");
  }

  @Test
  void aDamagedCheckpointIsNotTakenForNone() throws IOException {
    Files.createDirectories(checkpoint.getParent());
    Files.writeString(checkpoint, "{}");
    assertThatThrownBy(this::tailer).hasMessageContaining("is no checkpoint");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyLineComesOnceWhateverBreaksWhen(long seed) throws IOException {
    // Given
    Random random = new Random(seed);
    StringBuilder written = new StringBuilder();
    int rotations = 0;
    Tailer tailer = tailer();
    // When
    for (int i = 0; i < 400; i++) {
      String line = seed + "-" + i + "x".repeat(random.nextInt(3_000)) + "\n";
      append(line);
      written.append(line);
      receiver.breaksBefore = random.nextInt(8) == 0;
      receiver.breaksAfter = random.nextInt(8) == 0;
      try {
        for (int steps = random.nextInt(3); steps > 0; steps--) {
          tailer.step();
        }
      } catch (IllegalStateException down) {
        tailer.close();
        tailer = tailer();
      }
      if (random.nextInt(40) == 0) {
        Path rotated = folder.resolve("eve.json." + rotations++);
        Files.move(log, rotated);
        assertThat(rotated.toFile().setLastModified(1_000_000L * rotations)).isTrue();
      }
    }
    receiver.breaksBefore = false;
    receiver.breaksAfter = false;
    append("end\n");
    drain(tailer);
    tailer.close();
    // Then
    assertThat(receiver.all()).as("seed %d", seed).isEqualTo(written + "end\n");
  }
}
