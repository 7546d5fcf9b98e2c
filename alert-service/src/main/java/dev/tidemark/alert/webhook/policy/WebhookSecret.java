package dev.tidemark.alert.webhook.policy;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key that a webhook's notifications are signed with, as Standard Webhooks writes it: {@code
 * whsec_} and the Base64 of 24 to 64 bytes. Its text never shows it; {@link #reveal()} does.
 */
public final class WebhookSecret {

  /** Bytes of a generated secret. */
  public static final int GENERATED_BYTES = 32;

  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key.clone();
  }

  /**
   * A secret of given bytes.
   *
   * @throws IllegalArgumentException if there are fewer than 24 or more than 64
   */
  public static WebhookSecret of(byte[] key) {
    if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a webhook secret has 24 to 64 bytes, this one has " + key.length);
    }
    return new WebhookSecret(key);
  }

  /**
   * Reads a secret.
   *
   * @throws IllegalArgumentException if it has another form; the message never contains the text
   */
  public static WebhookSecret parse(String text) {
    byte[] key = text.startsWith(PREFIX) ? decode(text.substring(PREFIX.length())) : null;
    if (key == null) {
      throw new IllegalArgumentException("a webhook secret is whsec_ and the Base64 of its bytes");
    }
    return of(key);
  }

  private static byte @Nullable [] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      // Said by the caller: this exception's message would show a part of the secret.
      return null;
    }
  }

  /** The secret's text, for its owner's eyes and for the store. */
  public String reveal() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  byte[] key() {
    return key.clone();
  }

  @Override
  public String toString() {
    return "WebhookSecret[hidden]";
  }
}
