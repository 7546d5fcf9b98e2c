package dev.tidemark.alert.webhook;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host. */
interface HostResolver {

  /**
   * All addresses of a host, in the order in which they are to be tried.
   *
   * @param host name or address
   * @return fails with {@link java.net.UnknownHostException} if there is none
   */
  Uni<List<InetAddress>> resolve(String host);
}
