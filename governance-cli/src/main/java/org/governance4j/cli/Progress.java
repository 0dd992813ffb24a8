package org.governance4j.cli;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A progress bar on stderr: on a terminal only, ten times a second at most, gone when it is closed.
 *
 * <p>One thread.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long STEP_NANOS = 100_000_000;

  private final Console console;
  private final String what;
  private final long total;
  private final LongSupplier nanoTime;
  private final long start;
  private long drawn;
  private int length;

  Progress(Console console, String what, long total) {
    this(console, what, total, System::nanoTime);
  }

  Progress(Console console, String what, long total, LongSupplier nanoTime) {
    this.console = console;
    this.what = what;
    this.total = Math.max(1, total);
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.drawn = start;
  }

  /** So much of the total is done. */
  void at(long done) {
    long now = nanoTime.getAsLong();
    if (!console.isWatched() || now - drawn < STEP_NANOS) {
      return;
    }
    drawn = now;
    double part = Math.min(1, (double) done / total);
    int filled = (int) (part * WIDTH);
    String text =
        String.format(
            Locale.ROOT,
            "%s [%s%s] %3d%% %,d/s",
            what,
            "#".repeat(filled),
            " ".repeat(WIDTH - filled),
            (int) (part * 100),
            (long) (done / ((now - start) / 1e9)));
    console.draw(text + " ".repeat(Math.max(0, length - text.length())));
    length = text.length();
  }

  @Override
  public void close() {
    if (length > 0) {
      console.draw(" ".repeat(length) + "\r");
    }
  }
}
