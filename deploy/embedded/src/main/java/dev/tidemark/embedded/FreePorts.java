package dev.tidemark.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on 127.0.0.1 that nobody listens on. They lie below the ephemeral range, so that no
 * outgoing connection takes one while its server is down for a restart.
 */
public final class FreePorts {

  /** The address that everything listens on. */
  public static final String HOST = "127.0.0.1";

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /**
   * Some free port.
   *
   * @throws IllegalStateException if 1,000 tries found none
   */
  public static int any() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port found between " + LOWEST + " and " + HIGHEST);
  }

  /**
   * The wanted port if it is free, else the next higher one that is.
   *
   * @throws IllegalStateException if none of the 1,000 ports from there on is free
   */
  public static int from(int wanted) {
    for (int port = wanted; port < wanted + ATTEMPTS; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port found from " + wanted + " on");
  }

  /** Whether a server could listen on this port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
