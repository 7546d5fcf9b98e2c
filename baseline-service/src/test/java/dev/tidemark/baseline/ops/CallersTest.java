package dev.tidemark.baseline.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.ApiKeys.Caller;
import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.StartupEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallersTest {

  @Test
  void withoutKeysEverybodyIsLocalButOnlyOnLoopback() {
    var callers = new Callers(Optional.empty(), "127.0.0.1");
    assertThat(callers.caller(null, null)).map(Caller::name).contains("local");
    assertThatCode(() -> callers.refuseToBeOpen(new StartupEvent())).doesNotThrowAnyException();
    assertThatThrownBy(
            () -> new Callers(Optional.empty(), "0.0.0.0").refuseToBeOpen(new StartupEvent()))
        .hasMessageContaining("TIDEMARK_API_KEYS");
  }

  @Test
  void aKeyIsKnownInEitherHeader() throws NoSuchAlgorithmException {
    var callers = new Callers(Optional.of(List.of("siem:read:" + sha256("secret"))), "0.0.0.0");
    assertThat(callers.caller("Bearer secret", null))
        .hasValueSatisfying(
            caller -> {
              assertThat(caller.name()).isEqualTo("siem");
              assertThat(caller.may(Scope.READ)).isTrue();
              assertThat(caller.may(Scope.ADMIN)).isFalse();
            });
    assertThat(callers.caller(null, "secret")).isPresent();
    assertThat(callers.caller("Bearer other", null)).isEmpty();
    assertThat(callers.caller("Basic secret", null)).isEmpty();
    assertThat(callers.caller(null, null)).isEmpty();
    assertThatCode(() -> callers.refuseToBeOpen(new StartupEvent())).doesNotThrowAnyException();
  }

  private static String sha256(String key) throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }
}
