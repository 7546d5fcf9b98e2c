package dev.tidemark.ingest.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client that sends anything and reads one answer for it. */
final class FuzzConnection implements AutoCloseable {

  /** The connection was closed without an answer. */
  static final int NONE = 0;

  private static final int HANG_MS = 20_000;

  private final InetSocketAddress address;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  FuzzConnection(String host, int port) {
    address = new InetSocketAddress(host, port);
  }

  /**
   * Sends a request and reads its answer.
   *
   * @return its status, or {@link #NONE}
   * @throws java.net.SocketTimeoutException if there is none for long
   */
  int exchange(DamagedRequests.Request request) throws IOException {
    Socket open = open();
    try {
      open.getOutputStream().write(request.bytes());
      if (request.ending() == DamagedRequests.Ending.CLOSE) {
        disconnect();
        return NONE;
      }
      if (request.ending() == DamagedRequests.Ending.HALF_CLOSE) {
        open.shutdownOutput();
      }
      int status = status(request.isHead());
      if (request.ending() != DamagedRequests.Ending.KEEP) {
        disconnect();
      }
      return status;
    } catch (SocketException reset) {
      disconnect();
      if (request.isWellFramed()) {
        throw reset;
      }
      return NONE;
    }
  }

  private Socket open() throws IOException {
    Socket known = socket;
    if (known != null) {
      return known;
    }
    Socket made = new Socket();
    made.connect(address, HANG_MS);
    made.setSoTimeout(HANG_MS);
    made.setTcpNoDelay(true);
    in = new BufferedInputStream(made.getInputStream());
    socket = made;
    return made;
  }

  private int status(boolean head) throws IOException {
    String line = line();
    if (line.isEmpty()) {
      disconnect();
      return NONE;
    }
    int status = Integer.parseInt(line.split(" ", 3)[1]);
    long length = 0;
    boolean closes = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
      closes |= lower.startsWith("connection:") && lower.contains("close");
    }
    if (!head) {
      in.skipNBytes(length);
    }
    if (closes || status == 408 || status == 431 || status == 414) {
      disconnect();
    }
    return status;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    disconnect();
  }

  /** Goes away; the next request comes by a new connection. */
  void disconnect() {
    Socket known = socket;
    socket = null;
    if (known != null) {
      try {
        known.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
