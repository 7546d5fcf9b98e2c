package dev.tidemark.ingest.http;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.tidemark.ingest.event.RejectReason;
import dev.tidemark.ingest.http.BodyDecoder.InvalidBodyException;
import dev.tidemark.ingest.http.BodyDecoder.PieceDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Decompresses zstd (RFC 8878), also several frames. */
final class ZstdDecoder implements PieceDecoder {

  /** Eight MiB: what a decoder should at least support, and all that a body may make us hold. */
  private static final int MAX_WINDOW_LOG = 23;

  private static final int SKIPPABLE = 0x184d2a50;
  private static final int FRAME = 0xfd2fb528;

  private final Pieces pieces = new Pieces();
  private final ZstdInputStreamNoFinalizer stream;

  ZstdDecoder() {
    try {
      stream =
          new ZstdInputStreamNoFinalizer(pieces).setContinuous(true).setLongMax(MAX_WINDOW_LOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean begins(byte[] body) {
    if (body.length < Integer.BYTES) {
      return false;
    }
    int magic = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      magic |= (body[i] & 0xff) << (Byte.SIZE * i);
    }
    return magic == FRAME || (magic & ~0xf) == SKIPPABLE;
  }

  @Override
  public void offer(byte[] piece) {
    pieces.piece = piece;
    pieces.at = 0;
  }

  @Override
  public int read(byte[] out) throws InvalidBodyException {
    try {
      return Math.max(0, stream.read(out, 0, out.length));
    } catch (ZstdIOException e) {
      throw invalid(
          e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()
              ? "the compressed data needs a window of more than "
                  + ((1 << MAX_WINDOW_LOG) >> 20)
                  + " MiB; compress it without --long and --ultra"
              : "the compressed data is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw invalid("the compressed data is damaged: " + e.getMessage());
    }
  }

  /** Asks the stream for more than there is: within a frame it would call that cut off. */
  @Override
  public boolean mayEnd() {
    try {
      stream.setContinuous(false);
      return stream.read(new byte[1], 0, 1) < 0;
    } catch (IOException cutOff) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidBodyException invalid(String message) {
    return new InvalidBodyException(RejectReason.INVALID_ZSTD, message);
  }

  /** What has come and was not read yet; its end means: not yet. */
  private static final class Pieces extends InputStream {

    private byte[] piece = new byte[0];
    private int at;

    @Override
    public int read() {
      return at < piece.length ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] out, int from, int length) {
      int taken = Math.min(length, piece.length - at);
      if (taken == 0) {
        return -1;
      }
      System.arraycopy(piece, at, out, from, taken);
      at += taken;
      return taken;
    }
  }
}
