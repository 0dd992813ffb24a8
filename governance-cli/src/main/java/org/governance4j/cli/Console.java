package org.governance4j.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes: data on stdout, messages on stderr, both in UTF-8 whatever the
 * locale.
 *
 * <p>Messages may come from any thread, data from one at a time.
 */
public final class Console {
  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final Environment environment;
  private final boolean terminal;
  private volatile @Nullable IOException unwritable;

  /** Looks up an environment variable; null when it is not set. */
  @FunctionalInterface
  interface Environment {
    @Nullable String get(String name);
  }

  /**
   * Puts a console together.
   *
   * @param terminal whether a person watches stderr
   */
  Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Environment environment,
      boolean terminal) {
    this.in = in;
    this.out = out;
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.environment = environment;
    this.terminal = terminal;
  }

  /** That of this process. */
  static Console system() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
        new FileOutputStream(FileDescriptor.err),
        System::getenv,
        isTerminal());
  }

  /**
   * Whether stderr is a terminal. Java cannot tell: {@code System.console()} asks about stdin and
   * stdout, and since JDK 22 answers in a pipe too. Where there is no {@code /proc}, nobody is
   * assumed to watch.
   */
  private static boolean isTerminal() {
    Path link = Path.of("/proc/self/fd/2");
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  InputStream in() {
    return in;
  }

  boolean isWatched() {
    return terminal && !"dumb".equals(environment.get("TERM"));
  }

  @Nullable String environment(String name) {
    return environment.get(name);
  }

  /** Data: one line, in which nothing is left that a terminal would obey. */
  public void line(String text) {
    text(Words.harmless(text) + "\n");
  }

  /**
   * Data: one line of JSON, canonical but for the characters that a terminal would obey or that
   * would let a text pass for another, which are escaped.
   */
  public void line(JsonValue value) {
    text(Words.harmlessJson(CanonicalJson.writeString(value)) + "\n");
  }

  /** Data as it stands. */
  void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Hands the data over to whoever reads stdout. */
  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private UncheckedIOException unwritable(IOException e) {
    unwritable = e;
    return new UncheckedIOException(
        new IOException("stdout cannot be written: " + e.getMessage(), e));
  }

  /** Whether data was lost because stdout takes no more. */
  boolean isUnwritable() {
    return unwritable != null;
  }

  /** Whether whoever read stdout has seen enough, as {@code head} does: nothing to talk about. */
  boolean isLeft() {
    IOException failure = unwritable;
    return failure != null && "Broken pipe".equals(failure.getMessage());
  }

  /** A message for a person. */
  public void message(String text) {
    err.println("governance: " + Words.line(text));
  }

  /** Draws over the current line of the terminal. */
  void draw(String text) {
    err.print("\r" + text);
    err.flush();
  }

  /** The trace of a failure, for whoever mends this program. */
  void trace(Throwable failure) {
    failure.printStackTrace(err);
  }

  /** A stream for texts that picocli writes to stdout. */
  OutputStream out() {
    return out;
  }

  /** A stream for texts that picocli writes to stderr. */
  PrintStream err() {
    return err;
  }
}
