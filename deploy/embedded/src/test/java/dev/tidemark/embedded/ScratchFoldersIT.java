package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFoldersIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path root;

  @Test
  void foldersOfDeadJvmsAreSweptAndThoseInUseAreNot() throws IOException {
    // Given
    ScratchFolders folders = new ScratchFolders(root);
    ScratchFolders.Scratch inUse = folders.open();
    Path dead = Files.createDirectories(root.resolve("1-dead"));
    Files.writeString(dead.resolve("in-use.lock"), "");
    Files.createDirectories(dead.resolve("postgres"));
    // When
    ScratchFolders.Scratch next = folders.open();
    // Then
    assertThat(dead).doesNotExist();
    assertThat(inUse.folder()).isDirectory();
    inUse.delete();
    next.delete();
    assertThat(root).isEmptyDirectory();
  }
}
