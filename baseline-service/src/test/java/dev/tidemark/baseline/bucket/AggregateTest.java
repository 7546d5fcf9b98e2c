package dev.tidemark.baseline.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.baseline.kafka.AggregateCodec;
import dev.tidemark.contract.DetectorFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void mergingIsTheSameInAnyOrderAndGrouping(long seed) {
    // Given
    Random random = new Random(seed);
    List<Aggregate> parts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      parts.add(random(random));
    }
    String inOrder = text(merged(parts));
    // When
    Collections.shuffle(parts, random);
    int cut = 1 + random.nextInt(18);
    Aggregate grouped =
        merged(List.of(merged(parts.subList(0, cut)), merged(parts.subList(cut, 20))));
    // Then
    assertThat(text(grouped)).isEqualTo(inOrder);
  }

  @Test
  void storedFormHoldsEverything() {
    // Given
    Aggregate aggregate = merged(List.of(random(new Random(1)), random(new Random(2))));
    // When
    Aggregate read = AggregateCodec.decode(AggregateCodec.encode(aggregate));
    // Then
    assertThat(text(read)).isEqualTo(text(aggregate));
  }

  @Test
  void sumsStopAtTheTop() {
    // Given
    Aggregate aggregate = new Aggregate();
    aggregate.add(1, Long.MAX_VALUE);
    aggregate.field().addSum(Long.MAX_VALUE, 0);
    // When
    aggregate.add(1, Long.MAX_VALUE);
    aggregate.field().addSum(5, 0);
    // Then
    assertThat(aggregate.count()).isEqualTo(2);
    assertThat(aggregate.field().sum()).isEqualTo(Long.MAX_VALUE);
    assertThat(aggregate.bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(aggregate.value(DetectorFunction.HIGH_SUM)).hasValue((double) Long.MAX_VALUE);
  }

  @Test
  void influencersOfHugeWeightCanStillBeStoredAndRead() {
    // Given
    Aggregate huge = new Aggregate();
    huge.influencer("source.ip").add("10.0.0.1", Long.MAX_VALUE / 3);
    // When
    Aggregate aggregate = merged(List.of(huge, huge, huge, huge));
    // Then
    Aggregate read = AggregateCodec.decode(AggregateCodec.encode(aggregate));
    assertThat(read.influencer("source.ip").weight("10.0.0.1")).isEqualTo(Long.MAX_VALUE / 3);
  }

  private static Aggregate merged(List<Aggregate> parts) {
    Aggregate merged = new Aggregate();
    parts.forEach(merged::merge);
    return merged;
  }

  private static Aggregate random(Random random) {
    Aggregate aggregate = new Aggregate();
    aggregate.add(random.nextInt(100), random.nextInt(10_000));
    aggregate.field().addSum(random.nextInt(1_000), random.nextInt(100));
    aggregate.field().addLeast(random.nextInt(1_000));
    aggregate.field().addGreatest(random.nextInt(1_000));
    aggregate.field().distinct().add("10.0.0." + random.nextInt(100));
    for (int i = 0; i < 5; i++) {
      aggregate.sources().add("10.0.0." + random.nextInt(100));
      aggregate.destinations().add("10.1.0." + random.nextInt(100));
      aggregate.influencer("source.ip").add("10.0.0." + random.nextInt(100), random.nextInt(9));
    }
    return aggregate;
  }

  private static String text(Aggregate aggregate) {
    StringBuilder text = new StringBuilder();
    for (DetectorFunction function : DetectorFunction.values()) {
      text.append(function.text()).append(aggregate.value(function)).append(' ');
    }
    text.append(aggregate.companions());
    aggregate
        .influencers()
        .forEach((field, values) -> text.append(field).append(values.heaviest()));
    return text.toString();
  }
}
