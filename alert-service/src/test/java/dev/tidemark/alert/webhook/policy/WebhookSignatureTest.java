package dev.tidemark.alert.webhook.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {

  // The example that the reference libraries of Standard Webhooks are tested with.
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant AT = Instant.ofEpochSecond(1_614_265_330L);
  private static final String BODY = "{\"test\": 2432232314}";

  @Test
  void signsTheReferenceExample() {
    // When
    String signature = sign(BODY, AT);
    // Then
    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void bodyAndTimeAreSigned() {
    assertThat(sign(BODY + " ", AT)).isNotEqualTo(sign(BODY, AT));
    assertThat(sign(BODY, AT.plusSeconds(1))).isNotEqualTo(sign(BODY, AT));
    assertThat(sign(BODY, AT.plusMillis(999))).isEqualTo(sign(BODY, AT));
  }

  @Test
  void anIdWithAFullStopIsRefusedBecauseItCouldBeReadAsATimestamp() {
    WebhookSecret secret = WebhookSecret.parse(SECRET);
    assertThatThrownBy(() -> WebhookSignature.sign(secret, "msg_a.1", AT, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 32, 64})
  void secretsOfTwentyFourToSixtyFourBytesComeBackAsTheyWere(int bytes) {
    String text = WebhookSecret.of(new byte[bytes]).reveal();
    assertThat(WebhookSecret.parse(text).reveal()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 65})
  void shorterAndLongerSecretsAreRefused(int bytes) {
    String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    assertThatThrownBy(() -> WebhookSecret.parse(text)).hasMessageContaining("24 to 64 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2-hunter2-hunter2-hunter2", "whsec_hunter2*hunter2"})
  void whatIsNoSecretIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> WebhookSecret.parse(text))
        .hasMessageContaining("whsec_")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void theTextOfASecretHidesIt() {
    assertThat(WebhookSecret.parse(SECRET).toString()).doesNotContain("MfKQ9r8");
  }

  private static String sign(String body, Instant at) {
    return WebhookSignature.sign(
        WebhookSecret.parse(SECRET), ID, at, body.getBytes(StandardCharsets.UTF_8));
  }
}
