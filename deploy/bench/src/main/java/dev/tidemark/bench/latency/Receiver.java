package dev.tidemark.bench.latency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Notes when each webhook arrives, before anything else is done with it. */
final class Receiver implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

  /**
   * One webhook.
   *
   * @param nanos {@link System#nanoTime()} of its arrival
   * @param body its JSON
   */
  record Arrival(long nanos, JsonNode body) {}

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  BlockingQueue<Arrival> arrivals() {
    return arrivals;
  }

  private void receive(HttpExchange exchange) throws IOException {
    long nanos = System.nanoTime();
    arrivals.add(new Arrival(nanos, JSON.readTree(exchange.getRequestBody().readAllBytes())));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
