package dev.tidemark.local.tail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows one log over rotation, truncation and restarts of its own: every whole line is sent, and
 * a batch is sent again only as it was, with the same key.
 *
 * <pre>
 * no file --it appears--> FOLLOWING --all sent, and the name has another file--> FOLLOWING the next
 * start, with a checkpoint of a file that was renamed --> that one first, then what came after it
 * </pre>
 */
final class Tailer implements AutoCloseable {

  /** Bytes of a batch; one line may be longer. */
  static final int BATCH_BYTES = 512 * 1024;

  private static final List<String> COMPRESSED = List.of(".gz", ".zst", ".bz2", ".xz");

  private final Path path;
  private final Path checkpointFile;
  private final Target target;
  private final List<Path> backlog = new ArrayList<>();
  private @Nullable LogFile file;
  private Checkpoint checkpoint;

  /** Takes batches. */
  interface Target {

    /**
     * Returns when the batch is acknowledged.
     *
     * @param key its identity
     * @param lines whole lines, behind the header of their file
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
      LogFile.open(path).ifPresent(found -> follow(found, found.wholeLines(0, Integer.MAX_VALUE)));
    }
  }

  /** Sends one batch, or moves on to the next file; false: nothing is to be done now. */
  boolean step() {
    LogFile current = file;
    if (current == null) {
      return next();
    }
    if (current.size() < checkpoint.sent()) {
      target.say(path + " was truncated, its new content is sent");
      checkpoint = Checkpoint.at("", 0);
      close();
      return next();
    }
    long from = checkpoint.sent();
    long to = checkpoint.isUnderWay() ? checkpoint.until() : current.wholeLines(from, BATCH_BYTES);
    if (to > from) {
      send(current, from, to);
      return true;
    }
    return isReplaced(current) && next();
  }

  private void send(LogFile current, long from, long to) {
    checkpoint = new Checkpoint(current.identity(), from, to);
    checkpoint.write(checkpointFile);
    target.send("tail-" + current.identity() + "-" + from + "-" + to, current.batch(from, to));
    checkpoint = Checkpoint.at(current.identity(), to);
    checkpoint.write(checkpointFile);
  }

  private boolean next() {
    Path following = backlog.isEmpty() ? path : backlog.removeFirst();
    Optional<LogFile> found = LogFile.open(following);
    found.ifPresent(opened -> follow(opened, 0));
    return found.isPresent();
  }

  private void follow(LogFile opened, long from) {
    close();
    file = opened;
    if (!opened.identity().equals(checkpoint.identity())) {
      checkpoint = Checkpoint.at(opened.identity(), from);
    }
  }

  /** Whether what it has been following is all sent, and the name now means another file. */
  private boolean isReplaced(LogFile current) {
    if (!backlog.isEmpty()) {
      return true;
    }
    String named = identity(path);
    if (named.isEmpty() || named.equals(current.identity())) {
      return false;
    }
    backlog.addAll(after(current.identity()));
    return true;
  }

  /** What rotated files came after one of them; none if it is not there any more. */
  private List<Path> after(String identity) {
    List<Path> candidates = rotated();
    for (int i = 0; i < candidates.size(); i++) {
      if (identity(candidates.get(i)).equals(identity)) {
        return candidates.subList(i + 1, candidates.size());
      }
    }
    return List.of();
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
        backlog.addAll(after(checkpoint.identity()));
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
    return sibling.startsWith(name) && COMPRESSED.stream().noneMatch(sibling::endsWith);
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
