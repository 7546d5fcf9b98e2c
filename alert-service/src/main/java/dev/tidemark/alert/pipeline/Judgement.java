package dev.tidemark.alert.pipeline;

import java.util.List;

/**
 * What came of messages.
 *
 * @param after the shard's state afterwards
 * @param effects what happens, in order
 */
public record Judgement(ShardState after, List<Effect> effects) {

  /** Copies the effects. */
  public Judgement {
    effects = List.copyOf(effects);
  }
}
