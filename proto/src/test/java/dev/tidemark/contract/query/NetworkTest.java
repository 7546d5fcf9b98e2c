package dev.tidemark.contract.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private static boolean contains(String network, String address) {
    AddressReader reader = new AddressReader();
    return reader.read(address) && Network.parse(network).contains(reader.high(), reader.low());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, ::ffff:a01:203, true",
    "10.0.0.0/8, ::10.1.2.3, false",
    "10.9.9.9/8, 10.0.0.1, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 1.2.3.4, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.1/32, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1/32, 192.0.2.2, false",
    "2001:db8::/32, 2001:DB8:0::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::/64, 2001:db8:0:0:ffff:ffff:ffff:ffff, true",
    "2001:db8::/64, 2001:db8:0:1::, false",
    "2001:db8::8000/113, 2001:db8::7fff, false",
    "2001:db8::8000/113, 2001:db8::ffff, true",
    "::1/128, 0:0:0:0:0:0:0:1, true",
    "fe80::/10, fe80::1%eth0, true",
    "64:ff9b::/96, 64:ff9b::192.0.2.33, true"
  })
  void holdsAddresses(String network, String address, boolean held) {
    assertThat(contains(network, address)).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        "::",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.-4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1..2.3",
        "1.2.3.",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        ":1:2::",
        "1:2:3:4:5:6:7:",
        "12345::",
        "::g",
        ":::",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::",
        "1::2:3:4:5:6:7:8",
        "network",
        "http://[::1]",
        "१.2.3.4",
        "::१",
        "1.2.3.4%eth0"
      })
  void whatIsNoAddressIsInNoNetwork(String text) {
    boolean any = "::".equals(text); // the one address among them
    assertThat(new AddressReader().read(text)).isEqualTo(any);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/8x",
        "/8",
        "x/8",
        "::/129",
        "fe80::%1/64",
        "",
        "10.0.0.0/99999999999",
        "::ffff:10.0.0.0/129"
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is not a network");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsWhatTheJdkWrites(long seed) throws UnknownHostException {
    Random random = new Random(seed);
    AddressReader reader = new AddressReader();
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int zeros = random.nextInt(bytes.length); zeros > 0; zeros--) {
        bytes[random.nextInt(bytes.length)] = 0;
      }
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      assertThat(reader.read(text)).as(text).isTrue();
      Network itself = new Network(reader.high(), reader.low(), 128);
      assertThat(Network.parse(itself.toString())).isEqualTo(itself);
      if (bytes.length == 16) {
        assertThat(reader.high()).isEqualTo(ByteBuffer.wrap(bytes).getLong());
        assertThat(reader.low()).isEqualTo(ByteBuffer.wrap(bytes).getLong(8));
      } else {
        assertThat((int) reader.low()).isEqualTo(ByteBuffer.wrap(bytes).getInt());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.0.0.0/8",
    "192.0.2.1, 192.0.2.1/32",
    "::/0, ::/0",
    "2001:DB8:0:0:0:0:0:0/32, 2001:db8::/32",
    "2001:0:0:1:0:0:0:1/128, 2001:0:0:1::1/128",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
    "1:0:0:2:0:0:3:4, 1::2:0:0:3:4/128",
    "::1, ::1/128",
    "::ffff:10.0.0.1, 10.0.0.1/32",
    "::ffff:0:0/95, ::fffe:0:0/95"
  })
  void isWrittenInOneForm(String text, String written) {
    assertThat(Network.parse(text)).hasToString(written);
    assertThat(Network.parse(written)).isEqualTo(Network.parse(text));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noTextMakesItThrow(long seed) {
    Random random = new Random(seed);
    AddressReader reader = new AddressReader();
    String signs = "0123456789abcdefABCDEF::::....%/ xé";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      boolean address = reader.read(text.toString());
      assertThat(address && text.indexOf("x") >= 0 && text.indexOf("%") < 0).isFalse();
    }
  }
}
