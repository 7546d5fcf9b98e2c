package dev.tidemark.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityIdTest {

  private final CommunityId ids = new CommunityId();

  /** Published with the specification: github.com/corelight/community-id-spec. */
  @ParameterizedTest
  @CsvSource({
    "128.232.110.120, 66.35.250.204, 6, 34855, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "66.35.250.204, 128.232.110.120, 6, 80, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "192.168.1.52, 8.8.8.8, 17, 54585, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "8.8.8.8, 192.168.1.52, 17, 53, 54585, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "192.168.0.89, 192.168.0.1, 1, 8, 0, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
    "192.168.0.1, 192.168.0.89, 1, 0, 8, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
    "fe80::200:86ff:fe05:80da, fe80::260:97ff:fe07:69ea, 58, 135, 0, 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=",
    "fe80::260:97ff:fe07:69ea, fe80::200:86ff:fe05:80da, 58, 136, 0, 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=",
    "192.168.170.8, 192.168.170.56, 132, 7, 80, 1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=",
    "192.168.170.56, 192.168.170.8, 132, 80, 7, 1:jQgCxbku+pNGw8WPbEc/TS/uTpQ="
  })
  void idsAreThoseOfTheSpecification(
      String from, String to, int protocol, int fromPort, int toPort, String id) {
    assertThat(ids.of(from, to, protocol, fromPort, toPort)).isEqualTo(id);
  }

  @Test
  void withoutAFlowThereIsNoId() {
    assertThat(ids.of("192.0.2.1", "192.0.2.2", Transport.TCP, -1, 80)).isNull();
    assertThat(ids.of("192.0.2.1", "2001:db8::1", Transport.TCP, 1, 80)).isNull();
    assertThat(ids.of("host.example", "192.0.2.2", Transport.TCP, 1, 80)).isNull();
    assertThat(ids.of("192.0.2.1", "192.0.2.2", Transport.UNKNOWN, 1, 80)).isNull();
    assertThat(ids.of("192.0.2.1", "192.0.2.2", 47, -1, -1)).isNotNull();
  }
}
