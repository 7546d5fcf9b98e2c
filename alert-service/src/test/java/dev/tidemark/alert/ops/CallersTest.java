package dev.tidemark.alert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.ApiKeys.Scope;
import io.quarkus.runtime.StartupEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallersTest {

  // SHA-256 of "secret".
  private static final String ENTRY =
      "siem:read:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  private final Callers keyed = new Callers(Optional.of(List.of(ENTRY)), "0.0.0.0");
  private final Callers open = new Callers(Optional.empty(), "127.0.0.1");

  @Test
  void aKeyIsKnownInEitherHeader() {
    assertThat(keyed.caller("Bearer secret", null)).isPresent();
    assertThat(keyed.caller(null, "secret"))
        .hasValueSatisfying(
            caller -> {
              assertThat(caller.name()).isEqualTo("siem");
              assertThat(caller.may(Scope.READ)).isTrue();
              assertThat(caller.may(Scope.ADMIN)).isFalse();
            });
  }

  @Test
  void aWrongOrMissingKeyIsNobody() {
    assertThat(keyed.caller(null, null)).isEmpty();
    assertThat(keyed.caller("Bearer wrong", null)).isEmpty();
    assertThat(keyed.caller("Basic secret", null)).isEmpty();
  }

  @Test
  void withoutKeysEverybodyIsLocalAndOnlyOnLoopback() {
    assertThat(open.caller(null, null)).map(caller -> caller.name()).contains("local");
    assertThatCode(() -> open.refuseToBeOpen(new StartupEvent())).doesNotThrowAnyException();
    Callers exposed = new Callers(Optional.empty(), "0.0.0.0");
    assertThatThrownBy(() -> exposed.refuseToBeOpen(new StartupEvent()))
        .hasMessageContaining("TIDEMARK_API_KEYS");
  }
}
