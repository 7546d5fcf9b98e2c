package dev.tidemark.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  private final byte[] out = new byte[Addresses.IPV6_BYTES];

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "0.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:8",
        "fe80::1",
        "64:ff9b::192.0.2.33",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::"
      })
  void anAddressIsReadAsJavaReadsIt(String text) throws UnknownHostException {
    int length = Addresses.read(text, out);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(InetAddress.ofLiteral(text).getAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        ":::",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.4 ",
        "1:2:3",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "12345::",
        "g::",
        "::1.2.3",
        "host.example"
      })
  void whatIsNoAddressIsNone(String text) {
    assertThat(Addresses.read(text, out)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyAddressIsReadBack(long seed) throws UnknownHostException {
    Random random = new Random(seed);
    byte[] bytes = new byte[Addresses.IPV6_BYTES];
    for (int i = 0; i < 1000; i++) {
      random.nextBytes(bytes);
      bytes[2 * random.nextInt(8)] = 0;
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      assertThat(Addresses.read(text, out)).as(text).isEqualTo(Addresses.IPV6_BYTES);
      assertThat(out).as(text).isEqualTo(bytes);
    }
  }
}
