package org.governance4j.cli;

import org.jspecify.annotations.Nullable;

/** The bar of a hashing, whose length is known when the first bytes are. From any thread. */
final class HashingBar implements AutoCloseable {
  private final Console console;
  private final String what;
  private @Nullable Progress bar;

  HashingBar(Console console, String what) {
    this.console = console;
    this.what = what;
  }

  synchronized void hashed(long bytes, long total) {
    Progress progress = bar;
    if (progress == null) {
      progress = new Progress(console, what, total);
      bar = progress;
    }
    progress.at(bytes);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
