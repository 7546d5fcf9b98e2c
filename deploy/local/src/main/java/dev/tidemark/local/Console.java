package dev.tidemark.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person sees: lines, and one progress bar at a time. On a terminal the bar is drawn in
 * place; elsewhere it is a line every tenth part, so that logs stay readable.
 */
public final class Console implements StackListener {

  private static final int WIDTH = 30;
  private static final int TENTHS = 10;

  private final PrintStream out;
  private final boolean terminal;
  private String bar = "";
  private int lastTenth = -1;

  /**
   * A console.
   *
   * @param out where to print
   * @param terminal whether a line can be drawn over
   */
  public Console(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** The console of this process; the scripts say whether it is a terminal. */
  static Console ofThisProcess() {
    return new Console(System.out, Boolean.getBoolean("tidemark.terminal"));
  }

  /** Prints a line, above the progress bar if one is shown. */
  public synchronized void say(String line) {
    clearBar();
    out.println(line);
    drawBar();
  }

  /**
   * Shows how far something is.
   *
   * @param what is being done
   * @param done so much
   * @param total of so much
   * @param detail shown behind the bar
   */
  public synchronized void progress(String what, long done, long total, String detail) {
    double part = total <= 0 ? 1 : Math.clamp((double) done / total, 0, 1);
    int filled = (int) (part * WIDTH);
    String text =
        String.format(
            Locale.ROOT,
            "  %s [%s%s] %3.0f %%  %s",
            what,
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            part * 100,
            detail);
    if (terminal) {
      clearBar();
      bar = text;
      drawBar();
    } else if ((int) (part * TENTHS) != lastTenth) {
      lastTenth = (int) (part * TENTHS);
      out.println(text);
    }
  }

  /** Ends the progress bar and leaves its last state on the screen. */
  public synchronized void progressDone() {
    if (terminal && !bar.isEmpty()) {
      out.println();
    }
    bar = "";
    lastTenth = -1;
  }

  @Override
  public void ready(String part, String where, Duration took) {
    say(String.format(Locale.ROOT, "  %-20s %-48s %4.1f s", part, where, took.toMillis() / 1e3));
  }

  @Override
  public void died(ServiceProcess service, int exitCode) {
    say(
        "! "
            + service.name()
            + " ended by itself with code "
            + exitCode
            + ", see "
            + service.log());
  }

  private void clearBar() {
    if (terminal && !bar.isEmpty()) {
      out.print("\r\u001b[2K");
    }
  }

  private void drawBar() {
    if (terminal && !bar.isEmpty()) {
      out.print(bar);
      out.flush();
    }
  }
}
