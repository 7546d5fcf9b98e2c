package dev.tidemark.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretBoxProducerTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  private final SecretBoxProducer producer = new SecretBoxProducer();

  @Test
  void aServiceOnTheNetworkDoesNotStartWithoutAKey() {
    assertThatThrownBy(() -> producer.secretBox(Optional.empty(), "0.0.0.0"))
        .hasMessageContaining("TIDEMARK_ALERT_SECRET_KEY")
        .hasMessageContaining("0.0.0.0");
    assertThat(producer.secretBox(Optional.of(KEY), "0.0.0.0").hasKey()).isTrue();
  }

  @Test
  void onLoopbackItStartsWithoutAKey() {
    assertThat(producer.secretBox(Optional.empty(), "127.0.0.1").hasKey()).isFalse();
  }
}
