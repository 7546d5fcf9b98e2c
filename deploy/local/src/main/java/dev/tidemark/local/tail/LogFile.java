package dev.tidemark.local.tail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One open log file, known by how it begins: a name says nothing once a log was rotated, and an
 * inode may be used again.
 */
final class LogFile implements AutoCloseable {

  private static final int PIECE = 64 * 1024;
  private static final int LONGEST_BEGINNING = 64 * 1024;
  private static final int IDENTITY_BYTES = 12;

  /** A column that every header of AWS VPC flow logs has. */
  private static final String COLUMN = "srcaddr";

  private final FileChannel channel;
  private final byte[] header;
  private final int beginning;
  private final String identity;

  private LogFile(FileChannel channel, byte[] header, byte[] beginning) {
    this.channel = channel;
    this.header = header;
    this.beginning = beginning.length;
    identity = hash(beginning);
  }

  /**
   * Opens a file.
   *
   * @return empty: it does not exist, or its first line (after a header) is not complete yet
   */
  static Optional<LogFile> open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      byte[] start = read(channel, 0, LONGEST_BEGINNING);
      int header = header(start);
      int first = lineEnd(start, header);
      if (first < 0 && start.length == LONGEST_BEGINNING) {
        first = start.length;
      }
      if (first < 0) {
        channel.close();
        return Optional.empty();
      }
      byte[] beginning = Arrays.copyOf(start, first);
      return Optional.of(new LogFile(channel, Arrays.copyOf(start, header), beginning));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  /** Hash of its header and first line: the same as long as it is the same file. */
  String identity() {
    return identity;
  }

  /** Lines at its start that begin with {@code #}, as Zeek writes them; mostly empty. */
  byte[] header() {
    return header.clone();
  }

  /** Whether it still is the file that was opened: copytruncate writes another one in its place. */
  boolean isUnchanged(long sent) {
    return size() >= sent && hash(bytes(0, beginning)).equals(identity);
  }

  long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException("a log file cannot be read", e);
    }
  }

  /**
   * Whole lines from an offset on.
   *
   * @param from offset of a line's start, in bytes
   * @param most about how many bytes; one line may be longer
   * @return end offset of the last one; {@code from}: no whole line is there
   */
  long wholeLines(long from, long most) {
    long end = Math.min(size(), from + most);
    for (long to = end; to > from; to = Math.max(from, to - PIECE)) {
      long start = Math.max(from, to - PIECE);
      byte[] piece = bytes(start, to);
      for (int i = piece.length - 1; i >= 0; i--) {
        if (piece[i] == '\n') {
          return start + i + 1;
        }
      }
    }
    return end == from + most ? longLine(end).orElse(from) : from;
  }

  private OptionalLong longLine(long from) {
    for (long at = from; at < size(); at += PIECE) {
      int newline = lineEnd(bytes(at, Math.min(size(), at + PIECE)), 0);
      if (newline >= 0) {
        return OptionalLong.of(at + newline);
      }
    }
    return OptionalLong.empty();
  }

  /** The bytes between two offsets, fewer if the file is shorter. */
  byte[] bytes(long from, long to) {
    try {
      return read(channel, from, (int) (to - from));
    } catch (IOException e) {
      throw new UncheckedIOException("a log file cannot be read", e);
    }
  }

  private static byte[] read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = channel.read(buffer, from + buffer.position());
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** After the lines that begin with #, also behind a blank, or the names of AWS's columns. */
  private static int header(byte[] start) {
    int first = lineEnd(start, 0);
    if (first > 0 && start[0] != '{' && contains(start, first, COLUMN)) {
      return first;
    }
    int at = 0;
    while (at < start.length) {
      int mark = start[at] == '\t' || start[at] == ' ' ? at + 1 : at;
      int end = lineEnd(start, at);
      if (mark >= start.length || start[mark] != '#' || end < 0) {
        return at;
      }
      at = end;
    }
    return at;
  }

  private static boolean contains(byte[] bytes, int to, String word) {
    return new String(bytes, 0, to, StandardCharsets.ISO_8859_1).contains(word);
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static String hash(byte[] beginning) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(beginning);
      return HexFormat.of().formatHex(hash, 0, IDENTITY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Header, if the piece does not have it itself, and lines: what one request carries. */
  byte[] batch(long from, long to) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    if (from >= header.length) {
      batch.writeBytes(header);
    }
    batch.writeBytes(bytes(from, to));
    return batch.toByteArray();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a log file cannot be closed", e);
    }
  }
}
