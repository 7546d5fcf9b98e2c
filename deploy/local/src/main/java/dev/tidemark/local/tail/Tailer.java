package dev.tidemark.local.tail;

import dev.tidemark.local.client.EventSender.TooLargeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows one log over rotation, truncation and restarts of its own: every whole line is sent, and
 * a batch is sent again only as it was, with the same key.
 *
 * <pre>
 * no file --it appears--> FOLLOWING --all sent, and the name has another file--> FOLLOWING the next
 * start or truncation, with a checkpoint of a file that was renamed or copied --> that one first,
 *     then what came after it
 * </pre>
 */
final class Tailer implements AutoCloseable {

  /** Bytes of a batch; one line may be longer. */
  static final int BATCH_BYTES = 512 * 1024;

  /** What rotation appends to a name: a number or a date. */
  private static final Pattern ROTATED = Pattern.compile("[.-][0-9].*");

  private static final List<String> COMPRESSED = List.of(".gz", ".zst", ".bz2", ".xz");

  private final Path path;
  private final Path checkpointFile;
  private final Target target;
  private @Nullable LogFile file;
  private Checkpoint checkpoint;

  /** Takes batches. */
  interface Target {

    /**
     * Returns when the batch is acknowledged.
     *
     * @param key its identity
     * @param lines whole lines, behind the header of their file
     * @throws TooLargeException if it must be sent in parts
     */
    void send(String key, byte[] lines);

    /** Something that a person may want to know. */
    void say(String what);
  }

  /**
   * A tailer that goes on where the checkpoint says.
   *
   * @param path the log, which need not exist yet
   * @param fromEnd whether a log that is seen for the first time is followed from its end
   * @throws IllegalStateException if the checkpoint is damaged
   */
  Tailer(Path path, Path checkpointFile, boolean fromEnd, Target target) {
    this.path = path;
    this.checkpointFile = checkpointFile;
    this.target = target;
    Optional<Checkpoint> known = Checkpoint.read(checkpointFile);
    checkpoint = known.orElse(Checkpoint.at("", 0));
    if (known.isPresent()) {
      resume();
    } else if (fromEnd) {
      LogFile.open(path).ifPresent(this::followFromEnd);
    }
  }

  private void followFromEnd(LogFile found) {
    follow(found, found.wholeLines(0, found.size()));
    checkpoint.write(checkpointFile);
  }

  /** Sends one batch, or moves on to the next file; false: nothing is to be done now. */
  boolean step() {
    LogFile current = file;
    if (current == null) {
      return LogFile.open(path).map(found -> follow(found, 0)).orElse(false);
    }
    if (!current.isUnchanged(checkpoint.sent())) {
      target.say(path + " was truncated, its new content is sent");
      close();
      resume();
      return true;
    }
    long from = checkpoint.sent();
    long to = checkpoint.isUnderWay() ? checkpoint.until() : current.wholeLines(from, BATCH_BYTES);
    if (to > from) {
      send(current, from, to);
      return true;
    }
    Optional<Path> next = next(current);
    boolean all = next.isPresent() && current.wholeLines(from, BATCH_BYTES) == from;
    return all && LogFile.open(next.get()).map(found -> follow(found, 0)).orElse(false);
  }

  private void send(LogFile current, long from, long to) {
    checkpoint = new Checkpoint(current.identity(), from, to);
    checkpoint.write(checkpointFile);
    try {
      target.send("tail-" + current.identity() + "-" + from + "-" + to, current.batch(from, to));
    } catch (TooLargeException tooLarge) {
      checkpoint = new Checkpoint(current.identity(), from, half(current, from, to, tooLarge));
      checkpoint.write(checkpointFile);
      return;
    }
    checkpoint = Checkpoint.at(current.identity(), to);
    checkpoint.write(checkpointFile);
  }

  private static long half(LogFile current, long from, long to, TooLargeException refusal) {
    long half = current.wholeLines(from, (to - from) / 2);
    if (half == from || half >= to) {
      throw new IllegalStateException("one line is too much: " + refusal.getMessage(), refusal);
    }
    return half;
  }

  private boolean follow(LogFile opened, long from) {
    close();
    file = opened;
    if (!opened.identity().equals(checkpoint.identity())) {
      checkpoint = Checkpoint.at(opened.identity(), from);
    }
    return true;
  }

  /** What is to be sent after a file; empty: it is still the newest. */
  private Optional<Path> next(LogFile current) {
    String named = identity(path);
    if (named.equals(current.identity())) {
      return Optional.empty();
    }
    List<Path> rotated = rotated();
    for (int i = 0; i < rotated.size(); i++) {
      if (identity(rotated.get(i)).equals(current.identity()) && i + 1 < rotated.size()) {
        return Optional.of(rotated.get(i + 1));
      }
    }
    return named.isEmpty() ? Optional.empty() : Optional.of(path);
  }

  private static String identity(Path path) {
    try (LogFile file = LogFile.open(path).orElse(null)) {
      return file == null ? "" : file.identity();
    }
  }

  private void resume() {
    Optional<LogFile> named = LogFile.open(path);
    if (named.isPresent() && named.get().identity().equals(checkpoint.identity())) {
      follow(named.get(), checkpoint.sent());
      return;
    }
    named.ifPresent(LogFile::close);
    for (Path candidate : rotated()) {
      if (identity(candidate).equals(checkpoint.identity())) {
        target.say("going on with " + candidate + ", which was " + path);
        LogFile.open(candidate).ifPresent(found -> follow(found, checkpoint.sent()));
        return;
      }
    }
    target.say(
        "what was being sent of "
            + path
            + " is gone (rotated away or compressed); lines after byte "
            + checkpoint.sent()
            + " of it are missed");
    checkpoint = Checkpoint.at("", 0);
  }

  /** Files beside it that bear its name and something more, the oldest first. */
  private List<Path> rotated() {
    String name = String.valueOf(path.getFileName());
    try (Stream<Path> siblings = Files.list(path.toAbsolutePath().getParent())) {
      return siblings
          .filter(Files::isRegularFile)
          .filter(sibling -> isRotated(String.valueOf(sibling.getFileName()), name))
          .filter(sibling -> !sibling.equals(path.toAbsolutePath()))
          .filter(sibling -> !sibling.equals(checkpointFile.toAbsolutePath()))
          .sorted(Comparator.comparingLong(Tailer::lastModified))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of " + path + " cannot be read", e);
    }
  }

  private static boolean isRotated(String sibling, String name) {
    String more = sibling.startsWith(name) ? sibling.substring(name.length()) : "";
    return ROTATED.matcher(more).matches() && COMPRESSED.stream().noneMatch(sibling::endsWith);
  }

  private static long lastModified(Path file) {
    return file.toFile().lastModified();
  }

  @Override
  public void close() {
    LogFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
