package dev.tidemark.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.alert.webhook.policy.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String OTHER_KEY =
      Base64.getEncoder().encodeToString("x".repeat(32).getBytes(StandardCharsets.US_ASCII));

  private final SecretBox box = new SecretBox(Optional.of(KEY));
  private final SecretBox plain = new SecretBox(Optional.empty());
  private final WebhookSecret secret = box.generate();

  @Test
  void whatIsSealedOpensWithTheSameKeyOnly() {
    String sealed = box.seal("wh_1", secret);
    assertThat(sealed).doesNotContain(secret.reveal());
    assertThat(box.open("wh_1", sealed).reveal()).isEqualTo(secret.reveal());
    SecretBox other = new SecretBox(Optional.of(OTHER_KEY));
    assertThatThrownBy(() -> other.open("wh_1", sealed)).hasMessageContaining(SecretBox.SETTING);
    assertThatThrownBy(() -> plain.open("wh_1", sealed)).hasMessageContaining(SecretBox.SETTING);
  }

  @Test
  void aSealedSecretCannotBeMovedToAnotherWebhook() {
    String sealed = box.seal("wh_1", secret);
    assertThatThrownBy(() -> box.open("wh_2", sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theSameSecretIsSealedDifferentlyEachTime() {
    assertThat(box.seal("wh_1", secret)).isNotEqualTo(box.seal("wh_1", secret));
  }

  @Test
  void whatWasStoredBeforeThereWasAKeyStillOpens() {
    String stored = plain.seal("wh_1", secret);
    assertThat(box.open("wh_1", stored).reveal()).isEqualTo(secret.reveal());
  }

  @Test
  void aKeyOfAnotherLengthIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> new SecretBox(Optional.of("aHVudGVyMg==")))
        .hasMessageContaining(SecretBox.SETTING)
        .hasMessageNotContaining("aHVudGVyMg");
  }
}
