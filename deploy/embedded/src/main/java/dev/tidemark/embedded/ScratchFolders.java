package dev.tidemark.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Temporary data folders, one a test JVM. The JVM holds a lock on its folder; a folder whose lock
 * is free belongs to a JVM that was killed, and is swept with the PostgreSQL that may still run in
 * it.
 */
final class ScratchFolders {

  /** Where PostgreSQL's data lies in a scratch folder. */
  static final String POSTGRES = "postgres";

  private static final String LOCK = "in-use.lock";

  private final Path root;

  ScratchFolders(Path root) {
    this.root = root;
  }

  /** The folders of this user on this machine. */
  static ScratchFolders ofThisUser() {
    String user = System.getProperty("user.name", "unknown").replaceAll("[^A-Za-z0-9._-]", "_");
    return new ScratchFolders(
        Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "tidemark-tests-" + user));
  }

  /** A folder that is ours until {@link Scratch#delete}. */
  Scratch open() {
    try {
      Files.createDirectories(root);
      sweep();
      Path folder = Files.createTempDirectory(root, ProcessHandle.current().pid() + "-");
      FileChannel channel = lockFile(folder);
      return new Scratch(folder, channel, channel.lock());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a folder below " + root, e);
    }
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path folder : folders) {
        // Without a lock file the folder may be one being created at this moment.
        if (Files.exists(folder.resolve(LOCK))) {
          sweep(folder);
        }
      }
    }
  }

  private static void sweep(Path folder) throws IOException {
    try (FileChannel channel = lockFile(folder);
        FileLock lock = tryLock(channel)) {
      if (lock != null) {
        LeftoverPostgres.stop(folder.resolve(POSTGRES));
        FolderTree.delete(folder);
      }
    }
  }

  private static FileChannel lockFile(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException oursThroughAnotherClassLoader) {
      return null;
    }
  }

  /**
   * A folder in use.
   *
   * @param folder where it is
   * @param channel keeps the lock's file open
   * @param lock says that it is in use
   */
  record Scratch(Path folder, FileChannel channel, FileLock lock) {

    /** Deletes everything in it and gives it up. */
    void delete() {
      try {
        FolderTree.delete(folder);
        lock.release();
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + folder, e);
      }
    }
  }
}
