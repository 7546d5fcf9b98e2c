package dev.tidemark.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The log of the embedded servers, which does not belong on a person's screen. */
final class ServerLog {

  private static final int BYTES = 4 << 20;

  private ServerLog() {}

  /** Takes the log off the screen. */
  static void silence() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
  }

  /** Writes the log to {@code DATA/logs/kafka.log}. */
  static void writeTo(Path data) {
    silence();
    try {
      Path folder = Files.createDirectories(data.resolve("logs"));
      FileHandler file = new FileHandler(folder.resolve("kafka.log").toString(), BYTES, 1, true);
      file.setFormatter(new SimpleFormatter());
      Logger.getLogger("").addHandler(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a log below " + data, e);
    }
  }
}
