package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.e2e.suite.Replay;
import dev.tidemark.e2e.suite.Suite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log decides: neither the order of arrival nor the number of replicas changes a result. */
class SameInputSameResultIT {

  private static final int STEPS = 12;
  private static final int OBSERVERS = 8;
  private static final Set<Integer> FLOODS = Set.of(150, 200, 201, 270);

  private static Suite suite;

  @BeforeAll
  static void start() {
    suite = Suite.start(SameInputSameResultIT.class, options -> options.withBaselineInstances(2));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void shuffledArrivalAndFewerReplicasGiveTheSameResultsBitForBit() {
    // Given
    List<String> inOrder = played("in-order", false);
    assertThat(inOrder).filteredOn(result -> result.startsWith("bucket")).hasSize(8 * 12 * 24);
    assertThat(inOrder).filteredOn(result -> result.startsWith("record")).hasSizeGreaterThan(3);
    // When
    List<String> shuffled = played("shuffled", true);
    suite.stack().service("baseline-service-2").stop();
    List<String> oneInstance = played("one-instance", false);
    // Then
    assertThat(shuffled).isEqualTo(inOrder);
    assertThat(oneInstance).isEqualTo(inOrder);
  }

  private static List<String> played(String job, boolean shuffled) {
    Replay replay = new Replay(suite, job, STEPS, OBSERVERS, FLOODS);
    replay.begin();
    for (int step = 0; step < STEPS; step++) {
      if (shuffled) {
        replay.playShuffled(step, 17L * step);
      } else {
        replay.play(step);
      }
    }
    replay.end();
    return replay.results();
  }
}
