package dev.tidemark.alert.webhook.policy;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where notifications may be sent, so that nobody reaches through us into a network that he cannot
 * reach himself. It is asked for the URL and for every address the host resolves to, at creation
 * and again at each attempt.
 *
 * @param allowLoopback whether the machine itself may be a target
 * @param allowPrivate whether private networks may be targets
 */
public record TargetPolicy(boolean allowLoopback, boolean allowPrivate) {

  /** Environment variable that allows loopback targets. */
  public static final String ALLOW_LOOPBACK = "TIDEMARK_ALERT_WEBHOOK_ALLOW_LOOPBACK";

  /** Environment variable that allows private targets. */
  public static final String ALLOW_PRIVATE = "TIDEMARK_ALERT_WEBHOOK_ALLOW_PRIVATE";

  private static final int MAX_URL_LENGTH = 2048;
  private static final int MAX_PORT = 65_535;

  /**
   * Reads a target.
   *
   * @throws IllegalArgumentException if it is no absolute http or https URL, or carries a user or a
   *     fragment; the message says which and names no password
   */
  public static Target parse(String url) {
    require(url.length() <= MAX_URL_LENGTH, "url is longer than 2048 characters");
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    require(scheme.equals("http") || scheme.equals("https"), "url must begin with http or https");
    require(uri.getRawUserInfo() == null, "url must not carry a user name or password");
    require(uri.getRawFragment() == null, "url must not have a fragment");
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw new IllegalArgumentException("url names no host");
    }
    boolean tls = scheme.equals("https");
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    require(port > 0 && port <= MAX_PORT, "url has no port between 1 and 65535");
    return new Target(tls, unbracketed(host), port, pathOf(uri));
  }

  /**
   * Whether a target may be reached at the addresses that its host resolves to.
   *
   * @param addresses all of them: one that is refused refuses the target, so that a name cannot
   *     hide an inner address behind an outer one
   * @return why not, naming the address and the setting that would allow it; empty if it may
   */
  public Optional<String> refusal(Target target, List<InetAddress> addresses) {
    return addresses.stream().flatMap(address -> refusal(target, address).stream()).findFirst();
  }

  private Optional<String> refusal(Target target, InetAddress address) {
    String where = where(target, address);
    return switch (AddressClass.of(address)) {
      case PUBLIC -> Optional.empty();
      case LOOPBACK ->
          allowLoopback
              ? Optional.empty()
              : Optional.of(
                  where + " is this machine; set " + ALLOW_LOOPBACK + "=true to allow it");
      case PRIVATE ->
          allowPrivate
              ? Optional.empty()
              : Optional.of(
                  where + " is a private address; set " + ALLOW_PRIVATE + "=true to allow it");
      case FORBIDDEN ->
          Optional.of(
              where + " is link-local, multicast, unspecified or reserved, which is never allowed");
    };
  }

  private static String where(Target target, InetAddress address) {
    String numbers = address.getHostAddress();
    return numbers.equals(target.host())
        ? "webhook target " + numbers
        : "webhook target " + target.host() + " (" + numbers + ")";
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "url is not a URL: " + e.getReason() + " at character " + e.getIndex(), e);
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String pathOf(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
