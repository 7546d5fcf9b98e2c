package dev.tidemark.alert.webhook;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the secret box, and refuses to start where secrets would lie open on a network service. */
@Singleton
final class SecretBoxProducer {

  private static final Logger LOG = Logger.getLogger(SecretBoxProducer.class);

  /**
   * The box.
   *
   * @param key Base64 of 32 bytes; needed unless bound to loopback. Changing it makes stored
   *     secrets unreadable
   */
  @Produces
  @Singleton
  SecretBox secretBox(
      @ConfigProperty(name = "tidemark.alert.secret-key") Optional<String> key,
      @ConfigProperty(name = "quarkus.http.host") String httpHost) {
    SecretBox box = new SecretBox(key.filter(text -> !text.isBlank()));
    if (!box.hasKey() && !isLoopback(httpHost)) {
      throw new IllegalStateException(
          SecretBox.SETTING
              + " is not set: a service that listens on "
              + httpHost
              + " keeps webhook secrets only encrypted. Set it to the Base64 of 32 random bytes,"
              + " or bind to 127.0.0.1");
    }
    if (!box.hasKey()) {
      LOG.warnf("webhook secrets are stored unencrypted reason=%s is not set", SecretBox.SETTING);
    }
    return box;
  }

  /** Makes the box when the service starts, not when the first notification is to be signed. */
  void check(@Observes StartupEvent event, SecretBox box) {}

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
