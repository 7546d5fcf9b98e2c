package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.ApiKeys.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

  private static final String SHA256_OF_TEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  @Test
  void knowsAKeyByItsHash() {
    ApiKeys keys = ApiKeys.parse(List.of("siem:operate:" + SHA256_OF_TEST));
    assertThat(keys.caller("test"))
        .hasValueSatisfying(
            caller -> {
              assertThat(caller.name()).isEqualTo("siem");
              assertThat(caller.may(Scope.READ)).isTrue();
              assertThat(caller.may(Scope.OPERATE)).isTrue();
              assertThat(caller.may(Scope.INGEST)).isFalse();
              assertThat(caller.may(Scope.ADMIN)).isFalse();
            });
    assertThat(keys.caller("Test")).isEmpty();
    assertThat(keys.caller("")).isEmpty();
  }

  @Test
  void adminMayDoAnything() {
    ApiKeys keys = ApiKeys.parse(List.of("root:admin:" + SHA256_OF_TEST));
    assertThat(keys.caller("test").orElseThrow().scopes())
        .containsExactlyInAnyOrder(Scope.values());
  }

  @Test
  void refusalsNameTheEntryButNotTheKey() {
    assertThatThrownBy(() -> ApiKeys.parse(List.of("a:read:my-secret-key")))
        .hasMessageContaining("entry 1 (a)")
        .hasMessageNotContaining("my-secret-key");
    assertThatThrownBy(() -> ApiKeys.parse(List.of("a:write:" + SHA256_OF_TEST)))
        .hasMessageContaining("'write'");
    assertThatThrownBy(() -> ApiKeys.parse(List.of("my-secret-key")))
        .hasMessageNotContaining("my-secret-key");
  }
}
