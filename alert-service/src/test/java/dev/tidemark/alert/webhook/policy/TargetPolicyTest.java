package dev.tidemark.alert.webhook.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {

  private static final TargetPolicy STRICT = new TargetPolicy(false, false);
  private static final TargetPolicy OPEN = new TargetPolicy(true, true);

  @ParameterizedTest
  @CsvSource({
    "93.184.216.34, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.32.0.0, PUBLIC",
    "100.128.0.0, PUBLIC",
    "223.255.255.255, PUBLIC",
    "2606:2800:220:1:248:1893:25c8:1946, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "10.0.0.1, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.1.1, PRIVATE",
    "100.64.0.1, PRIVATE",
    "198.19.0.1, PRIVATE",
    "fd12:3456::1, PRIVATE",
    "fec0::1, PRIVATE",
    "0.0.0.0, FORBIDDEN",
    "169.254.169.254, FORBIDDEN",
    "100.100.100.200, FORBIDDEN",
    "192.0.0.192, FORBIDDEN",
    "fd00:ec2::254, FORBIDDEN",
    "224.0.0.1, FORBIDDEN",
    "240.0.0.1, FORBIDDEN",
    "255.255.255.255, FORBIDDEN",
    "::, FORBIDDEN",
    "fe80::1, FORBIDDEN",
    "ff02::1, FORBIDDEN",
    "::7f00:1, FORBIDDEN",
    "2001:0:4136:e378::1, FORBIDDEN",
    "64:ff9b::7f00:1, LOOPBACK",
    "64:ff9b::a00:1, PRIVATE",
    "64:ff9b::a9fe:a9fe, FORBIDDEN",
    "64:ff9b::5db8:d822, PUBLIC",
    "2002:a00:1::1, PRIVATE",
    "2002:7f00:1::1, LOOPBACK",
  })
  void addressesAreWhatTheyReach(String address, AddressClass expected) {
    assertThat(AddressClass.of(address(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anIpv4AddressMappedIntoIpv6IsWhatItWas(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      byte[] four = new byte[4];
      random.nextBytes(four);
      byte[] mapped = new byte[16];
      mapped[10] = (byte) 0xFF;
      mapped[11] = (byte) 0xFF;
      System.arraycopy(four, 0, mapped, 12, 4);
      assertThat(AddressClass.of(mapped)).as("seed %d", seed).isEqualTo(AddressClass.of(four));
    }
  }

  @Test
  void aRefusalNamesTheAddressAndTheSetting() {
    Target target = TargetPolicy.parse("http://receiver.example/hook");
    assertThat(STRICT.refusal(target, List.of(address("127.0.0.1"))))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains(
                        "receiver.example", "127.0.0.1", "TIDEMARK_ALERT_WEBHOOK_ALLOW_LOOPBACK"));
    assertThat(STRICT.refusal(target, List.of(address("10.1.2.3"))))
        .hasValueSatisfying(
            why -> assertThat(why).contains("10.1.2.3", "TIDEMARK_ALERT_WEBHOOK_ALLOW_PRIVATE"));
  }

  @Test
  void oneInnerAddressAmongOuterOnesRefusesTheTarget() {
    Target target = TargetPolicy.parse("http://receiver.example/hook");
    assertThat(STRICT.refusal(target, List.of(address("93.184.216.34"), address("192.168.0.1"))))
        .isPresent();
  }

  @Test
  void settingsAllowLoopbackAndPrivateButNeverMetadata() {
    Target target = TargetPolicy.parse("http://receiver.example/hook");
    assertThat(OPEN.refusal(target, List.of(address("127.0.0.1"), address("10.0.0.1")))).isEmpty();
    assertThat(OPEN.refusal(target, List.of(address("169.254.169.254")))).isPresent();
  }

  @Test
  void aTargetHasAllThatIsNeededToConnect() {
    assertThat(TargetPolicy.parse("https://[2606:2800::1]/a%20b?c=d"))
        .isEqualTo(new Target(true, "2606:2800::1", 443, "/a%20b?c=d"));
    assertThat(TargetPolicy.parse("HTTP://example.org"))
        .isEqualTo(new Target(false, "example.org", 80, "/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org/hook",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http:///hook",
        "http://user:hunter2@example.org/",
        "http://example.org/#part",
        "http://example.org:0/",
        "http://example.org:70000/",
        "http://exa mple.org/",
        "http://example.org/\r\nx-evil: 1",
      })
  void whatIsNoPlainHttpUrlIsRefused(String url) {
    assertThatThrownBy(() -> TargetPolicy.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url")
        .hasMessageNotContaining("hunter2");
  }

  private static InetAddress address(String numbers) {
    try {
      return InetAddress.getByName(numbers);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
