package dev.tidemark.alert.webhook;

import dev.tidemark.alert.webhook.policy.WebhookSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps webhook secrets from being read in the database or a backup of it: AES-256-GCM, bound to
 * the webhook's id so that a sealed secret cannot be moved to another one. Without a key it stores
 * them in plain.
 */
final class SecretBox {

  /** Environment variable of the key. */
  static final String SETTING = "TIDEMARK_ALERT_SECRET_KEY";

  private static final String SEALED = "aes-gcm:";
  private static final String PLAIN = "plain:";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final @Nullable SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * A box.
   *
   * @throws IllegalArgumentException if there is a key and it is not the Base64 of 32 bytes; the
   *     message names the setting, never the key
   */
  SecretBox(Optional<String> key) {
    this.key = key.map(SecretBox::keyOf).orElse(null);
  }

  boolean hasKey() {
    return key != null;
  }

  WebhookSecret generate() {
    byte[] bytes = new byte[WebhookSecret.GENERATED_BYTES];
    random.nextBytes(bytes);
    return WebhookSecret.of(bytes);
  }

  String seal(String webhookId, WebhookSecret secret) {
    if (key == null) {
      return PLAIN + secret.reveal();
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] text = secret.reveal().getBytes(StandardCharsets.UTF_8);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, webhookId, text);
    ByteBuffer all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
    return SEALED + Base64.getEncoder().encodeToString(all.array());
  }

  /**
   * Opens a stored secret.
   *
   * @throws IllegalStateException if it is sealed and the key is absent or another one
   */
  WebhookSecret open(String webhookId, String stored) {
    if (stored.startsWith(PLAIN)) {
      return WebhookSecret.parse(stored.substring(PLAIN.length()));
    }
    if (key == null || !stored.startsWith(SEALED)) {
      throw new IllegalStateException(
          "the webhook's secret is encrypted and " + SETTING + " is not set");
    }
    byte[] all = Base64.getDecoder().decode(stored.substring(SEALED.length()));
    ByteBuffer buffer = ByteBuffer.wrap(all);
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    byte[] sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    byte[] text = crypt(Cipher.DECRYPT_MODE, key, nonce, webhookId, sealed);
    return WebhookSecret.parse(new String(text, StandardCharsets.UTF_8));
  }

  private static byte[] crypt(
      int mode, SecretKeySpec key, byte[] nonce, String webhookId, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(webhookId.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the webhook's secret does not open with the key in " + SETTING + ": is it another one?",
          e);
    }
  }

  private static SecretKeySpec keyOf(String base64) {
    byte[] bytes = new byte[0];
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException _) {
      // Said below: this exception's message would show a part of the key.
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(SETTING + " is not the Base64 of 32 bytes");
    }
    return new SecretKeySpec(bytes, "AES");
  }
}
