package dev.tidemark.local.replay;

import dev.tidemark.local.client.EventSender;
import java.util.List;

/** Sends lines in batches whose keys follow from their place, so that a second run repeats them. */
final class Batches {

  private static final int LINES = 5_000;

  private final EventSender sender;
  private final String prefix;
  private long number;
  private long accepted;
  private long rejected;
  private String firstError = "";

  Batches(EventSender sender, String prefix) {
    this.sender = sender;
    this.prefix = prefix;
  }

  void send(List<Input.Line> lines) {
    for (int from = 0; from < lines.size(); from += LINES) {
      List<Input.Line> batch = lines.subList(from, Math.min(lines.size(), from + LINES));
      EventSender.Receipt receipt = sender.send(prefix + "/" + number, Input.Line.ndjson(batch));
      number++;
      accepted += receipt.accepted();
      rejected += receipt.rejected();
      if (firstError.isEmpty()) {
        firstError = receipt.firstError();
      }
    }
  }

  /** Events acknowledged as counting. */
  long accepted() {
    return accepted;
  }

  /** Events refused. */
  long rejected() {
    return rejected;
  }

  /** Why the first one was refused. */
  String firstError() {
    return firstError;
  }
}
