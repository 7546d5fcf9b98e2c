package dev.tidemark.e2e.suite;

import dev.tidemark.embedded.FolderTree;
import dev.tidemark.local.LocalStack;
import dev.tidemark.local.ServiceKind;
import dev.tidemark.local.StackOptions;
import dev.tidemark.local.client.EventSender;
import dev.tidemark.local.client.Tidemark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A stack of its own for one test class, in a new folder under {@code target/e2e}. */
public final class Suite implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LocalStack stack;

  private Suite(LocalStack stack) {
    this.stack = stack;
  }

  /** Starts one with one instance of each service. */
  public static Suite start(Class<?> test) {
    return start(test, UnaryOperator.identity());
  }

  /** Starts one with options of its own. */
  public static Suite start(Class<?> test, UnaryOperator<StackOptions> options) {
    Path data = Path.of("target", "e2e", test.getSimpleName()).toAbsolutePath();
    deleteOld(data);
    // Tests stop and freeze what ticks; to hold the watermark still for minutes would only take
    // time.
    StackOptions quick =
        StackOptions.in(data).with(ServiceKind.BASELINE, "TIDEMARK_BASELINE_CATCH_UP", "2s");
    return new Suite(LocalStack.start(options.apply(quick)));
  }

  /** Its processes and servers. */
  public LocalStack stack() {
    return stack;
  }

  /** The suite as its users see it. */
  public Tidemark tidemark() {
    return stack.tidemark();
  }

  /** Sends events that reach every live job. */
  public EventSender live() {
    return new EventSender(tidemark().ingest(), Optional.empty(), PATIENCE);
  }

  /** Sends events that reach only this job, which is being backfilled. */
  public EventSender historyOf(String job) {
    return new EventSender(tidemark().ingest(), Optional.of(job), PATIENCE);
  }

  @Override
  public void close() {
    stack.close();
  }

  private static void deleteOld(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
