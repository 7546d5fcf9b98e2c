package dev.tidemark.bench.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends bodies over a few kept connections, each with one request at a time. */
final class Load {

  private final int port;
  private final List<byte[]> bodies;
  private final int connections;

  Load(int port, List<byte[]> bodies, int connections) {
    this.port = port;
    this.bodies = bodies;
    this.connections = connections;
  }

  /**
   * Sends requests and waits for their answers.
   *
   * @return how long each took, in nanoseconds
   */
  List<Long> send(String path, int requests) throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    List<Callable<List<Long>>> senders = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      senders.add(() -> connection(path, next, requests));
    }
    List<Long> nanos = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (Future<List<Long>> sender : threads.invokeAll(senders)) {
        nanos.addAll(sender.get());
      }
    }
    return nanos;
  }

  private List<Long> connection(String path, AtomicInteger next, int requests) throws IOException {
    List<Long> nanos = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
        long begun = System.nanoTime();
        request(socket.getOutputStream(), path, bodies.get(i % bodies.size()));
        answer(in);
        nanos.add(System.nanoTime() - begun);
      }
    }
    return nanos;
  }

  private static void request(OutputStream out, String path, byte[] body) throws IOException {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private static void answer(InputStream in) throws IOException {
    String status = line(in);
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.contains(" 200 ") && !status.contains(" 202 ")) {
      throw new IOException(status + ": " + body);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection was closed");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
