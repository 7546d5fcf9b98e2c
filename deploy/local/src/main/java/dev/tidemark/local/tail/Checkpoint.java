package dev.tidemark.local.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * How far a file was sent. Written before a batch goes out and after it was acknowledged, so a
 * batch that was on its way when the machine went down is sent again as it was, with the same key.
 *
 * @param identity which file; see {@link LogFile#identity()}
 * @param sent offset up to which everything is acknowledged, in bytes
 * @param until end of the batch that may be on its way; the same as {@code sent}: there is none
 */
record Checkpoint(String identity, long sent, long until) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Everything up to an offset is acknowledged. */
  static Checkpoint at(String identity, long sent) {
    return new Checkpoint(identity, sent, sent);
  }

  boolean isUnderWay() {
    return until > sent;
  }

  /**
   * Reads what {@link #write} wrote; empty: there is none.
   *
   * @throws IllegalStateException if the file is no checkpoint
   */
  static Optional<Checkpoint> read(Path file) {
    try {
      JsonNode node = JSON.readTree(Files.readString(file));
      if (node.path("identity").isTextual() && node.path("sent").isIntegralNumber()) {
        long sent = node.path("sent").asLong();
        return Optional.of(
            new Checkpoint(node.path("identity").asText(), sent, node.path("until").asLong(sent)));
      }
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException(
          "checkpoint " + file + " cannot be read: " + e.getMessage(), e);
    }
    throw new IllegalStateException(file + " is no checkpoint; remove it to send the file anew");
  }

  /** Replaces the file as a whole, and forces it to the disk. */
  void write(Path file) {
    String text =
        JSON.createObjectNode()
            .put("identity", identity)
            .put("sent", sent)
            .put("until", until)
            .toString();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + file + " cannot be written", e);
    }
  }
}
