package dev.tidemark.ingest.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.ApiKeys.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTest {

  /** SHA-256 of "test". */
  private static final String KEY =
      "shipper:ingest:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  private static final Access OPEN = new Access(Optional::empty);
  private static final Access KEYED = new Access(() -> Optional.of(List.of(KEY)));

  @Test
  void withoutKeysTheServiceStartsOnLoopbackOnly() {
    assertThatCode(() -> OPEN.check("127.0.0.1")).doesNotThrowAnyException();
    assertThatCode(() -> OPEN.check("localhost")).doesNotThrowAnyException();
    assertThatThrownBy(() -> OPEN.check("0.0.0.0"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TIDEMARK_API_KEYS");
    assertThatCode(() -> KEYED.check("0.0.0.0")).doesNotThrowAnyException();
  }

  @Test
  void aKeySaysWhoIsCalling() {
    assertThat(KEYED.caller("test"))
        .hasValueSatisfying(caller -> assertThat(caller.name()).isEqualTo("shipper"));
    assertThat(KEYED.caller("")).isEmpty();
    assertThat(KEYED.caller("wrong")).isEmpty();
    assertThat(OPEN.caller(""))
        .hasValueSatisfying(caller -> assertThat(caller.may(Scope.INGEST)).isTrue());
  }
}
