package dev.tidemark.ingest.format;

import dev.tidemark.ingest.event.EcsEvent;
import org.jspecify.annotations.Nullable;

/** Whether a report is the last one of its flow. */
final class FlowEnd {

  private static final int FIN = 1;
  private static final int RST = 4;

  private FlowEnd() {}

  static void set(EcsEvent event, int slot, boolean last) {
    if (slot != Slots.NONE) {
      event.set(slot, last ? "true" : "false");
    }
  }

  /** By the flow end reason of IPFIX (RFC 5102): 2, the active time-out, ends no flow. */
  static boolean byReason(@Nullable String reason) {
    return !"2".equals(reason);
  }

  /**
   * AWS reports what passed in an interval. Of TCP its flags tell whether the flow went on; of what
   * was rejected, and of everything that has no end of its own, each report stands for itself.
   */
  static boolean byFlags(boolean rejected, int protocol, @Nullable String tcpFlags) {
    long flags = Counters.whole(tcpFlags);
    return rejected || protocol != Transport.TCP || flags < 0 || (flags & (FIN | RST)) != 0;
  }
}
