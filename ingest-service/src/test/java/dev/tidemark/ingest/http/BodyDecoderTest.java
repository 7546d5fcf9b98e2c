package dev.tidemark.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.http.BodyDecoder.InvalidBodyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDecoderTest {

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] text(int length) {
    byte[] text = new byte[length];
    Random random = new Random(7);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(4));
    }
    return text;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] decode(byte[] body, int pieceBytes) throws InvalidBodyException {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    byte[] out = new byte[100];
    try (BodyDecoder decoder = new BodyDecoder()) {
      for (int from = 0; from < body.length; from += pieceBytes) {
        decoder.offer(Arrays.copyOfRange(body, from, Math.min(from + pieceBytes, body.length)));
        for (int read = decoder.read(out); read > 0; read = decoder.read(out)) {
          decoded.write(out, 0, read);
        }
      }
      decoder.end();
      for (int read = decoder.read(out); read > 0; read = decoder.read(out)) {
        decoded.write(out, 0, read);
      }
      if (!decoder.mayEnd()) {
        throw new InvalidBodyException(RejectReason.TRUNCATED, "ends too early");
      }
    }
    return decoded.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 1000, 100_000})
  void gzipIsToldByItsFirstBytesInPiecesOfAnySize(int pieceBytes)
      throws IOException, InvalidBodyException {
    byte[] content = text(5_000);
    assertThat(decode(gzip(content), pieceBytes)).isEqualTo(content);
    assertThat(decode(content, pieceBytes)).isEqualTo(content);
    assertThat(decode(concat(gzip(content), gzip(content)), pieceBytes))
        .isEqualTo(concat(content, content));
  }

  @Test
  void headersWithNamesAndCommentsAreSteppedOver() throws IOException, InvalidBodyException {
    byte[] plain = gzip(text(50));
    byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
    byte[] optional = {3, 0, 'e', 'x', 't', 'n', 0, 'c', 'c', 0, 1, 2};
    byte[] body = concat(header, optional, Arrays.copyOfRange(plain, 10, plain.length));
    assertThat(decode(body, 1)).isEqualTo(text(50));
    assertThat(decode(body, 1000)).isEqualTo(text(50));
  }

  @Test
  void aBodyThatOnlyBeginsLikeGzipPasses() throws InvalidBodyException {
    assertThat(decode(new byte[] {0x1f}, 1)).containsExactly(0x1f);
    assertThat(decode(new byte[] {0x1f, 'x', 'y'}, 1)).containsExactly(0x1f, 'x', 'y');
    assertThat(decode(new byte[0], 1)).isEmpty();
  }

  @Test
  void damageAndAnEarlyEndAreNoticed() throws IOException {
    byte[] good = gzip(text(500));
    byte[] badChecksum = good.clone();
    badChecksum[good.length - 8] ^= 1;
    byte[] badData = good.clone();
    Arrays.fill(badData, 20, 60, (byte) 0xff);
    for (byte[] body :
        new byte[][] {
          badChecksum,
          badData,
          Arrays.copyOf(good, good.length - 1),
          Arrays.copyOf(good, 5),
          concat(good, new byte[] {'x'})
        }) {
      assertThatThrownBy(() -> decode(body, 64)).isInstanceOf(InvalidBodyException.class);
    }
  }

  private static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out).setChecksum(true)) {
      zstd.write(content);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64, 1000, 100_000})
  void zstdIsToldByItsFirstBytesInPiecesOfAnySize(int pieceBytes)
      throws IOException, InvalidBodyException {
    byte[] content = text(300_000);
    byte[] skipped = {0x51, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 'x', 'y'};
    assertThat(decode(zstd(content), pieceBytes)).isEqualTo(content);
    assertThat(decode(concat(zstd(content), zstd(content)), pieceBytes))
        .isEqualTo(concat(content, content));
    assertThat(decode(concat(skipped, zstd(content)), pieceBytes)).isEqualTo(content);
    assertThat(decode(zstd(new byte[1_000_000]), pieceBytes)).isEqualTo(new byte[1_000_000]);
  }

  @Test
  void damagedZstdAndAnEarlyEndAreNoticed() throws IOException {
    byte[] good = zstd(text(5000));
    byte[] badChecksum = good.clone();
    badChecksum[good.length - 1] ^= 1;
    for (byte[] body :
        new byte[][] {
          badChecksum,
          Arrays.copyOf(good, good.length - 1),
          Arrays.copyOf(good, 20),
          Arrays.copyOf(good, 4),
          concat(good, new byte[] {'x'})
        }) {
      assertThatThrownBy(() -> decode(body, 64)).isInstanceOf(InvalidBodyException.class);
    }
  }

  @Test
  void aWindowThatTakesTooMuchMemoryIsRefusedByName() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out).setLong(24)) {
      zstd.write(text(100_000));
      zstd.flush();
      zstd.write(text(100_000));
    }
    assertThatThrownBy(() -> decode(out.toByteArray(), 1000))
        .isInstanceOf(InvalidBodyException.class)
        .hasMessageContaining("8 MiB");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mutatedCompressionEndsInBytesOrAFault(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] samples = {gzip(text(3000)), zstd(text(3000)), zstd(new byte[100_000])};
    for (int round = 0; round < 1000; round++) {
      byte[] body = samples[random.nextInt(samples.length)].clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int pieceBytes = 1 + random.nextInt(200);
      try {
        assertThat(decode(body, pieceBytes)).isNotNull();
      } catch (InvalidBodyException told) {
        assertThat(told.getMessage()).isNotBlank();
      }
    }
  }
}
