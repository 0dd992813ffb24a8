package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();

  private String draw(boolean terminal, String term) {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            err,
            name -> name.equals("TERM") ? term : null,
            terminal);
    try (Progress progress = new Progress(console, "verifying", 200, clock::get)) {
      progress.at(1);
      clock.addAndGet(1_000_000_000);
      progress.at(100);
      progress.at(101);
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_terminal_sees_a_bar_that_is_gone_in_the_end() {
    String drawn = draw(true, "xterm");
    String bar = "verifying [###############               ]  50% 100/s";
    assertEquals("\r" + bar + "\r" + " ".repeat(bar.length()) + "\r", drawn);
  }

  @Test
  void a_pipe_and_a_dumb_terminal_see_none() {
    assertEquals("", draw(false, "xterm"));
    assertTrue(draw(true, "dumb").isEmpty());
  }
}
