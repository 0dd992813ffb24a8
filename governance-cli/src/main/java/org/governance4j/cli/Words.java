package org.governance4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HexFormat;
import org.governance4j.GovernanceException;
import org.jspecify.annotations.Nullable;

/** Exceptions in words for a person: one line, no class names, nothing a terminal would obey. */
final class Words {
  private static final int LONGEST = 4_000;
  private static final HexFormat HEX = HexFormat.of();

  private Words() {}

  /** Whether a failure is the caller's to mend, and its message is written for him. */
  static boolean isExpected(Throwable failure) {
    return failure instanceof NotDone
        || failure instanceof GovernanceException
        || failure instanceof IllegalArgumentException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException;
  }

  static String of(Throwable failure) {
    if (failure instanceof UncheckedIOException && failure.getCause() instanceof IOException io) {
      return line(io(io));
    }
    if (failure instanceof IOException io) {
      return line(io(io));
    }
    if (!isExpected(failure)) {
      return line("unexpected " + failure);
    }
    String message = String.valueOf(failure.getMessage());
    if (failure.getCause() instanceof IOException cause) {
      message = message.replace(cause.toString(), io(cause));
    }
    return line(message);
  }

  /** The same for a failure of one line of JSON lines: which line, its reader cannot know. */
  static String ofLine(Throwable failure) {
    return of(failure).replaceFirst("^invalid JSON at line 1, column", "invalid JSON at column");
  }

  private static String io(IOException failure) {
    String file = failure instanceof FileSystemException of ? of.getFile() : null;
    if (file == null) {
      return String.valueOf(failure.getMessage());
    }
    return file + ": " + reason((FileSystemException) failure);
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (failure instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failure instanceof NotDirectoryException) {
      return "not a directory";
    } else if (failure instanceof FileAlreadyExistsException) {
      return "exists already";
    } else if (failure instanceof DirectoryNotEmptyException) {
      return "the directory is not empty";
    }
    @Nullable String reason = failure.getReason();
    return reason == null ? "cannot be used" : reason;
  }

  /** The text on one line, cut short, with everything that could move a cursor replaced. */
  static String line(String text) {
    return harmless(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
  }

  /** Whether nothing in a text could move a cursor but the ends of its lines. */
  static boolean areHarmless(String lines) {
    return lines.codePoints().allMatch(point -> point == '\n' || isHarmless(point));
  }

  /** The text on one line, with everything that could move a cursor replaced. */
  static String harmless(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(point -> isHarmless(point) ? point : '?').forEach(line::appendCodePoint);
    return line.toString();
  }

  /** JSON on one line, with everything escaped that could move a cursor: the same value. */
  static String harmlessJson(String json) {
    StringBuilder line = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            point -> {
              if (isHarmless(point)) {
                line.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  line.append("\\u").append(HEX.toHexDigits(unit));
                }
              }
            });
    return line.toString();
  }

  private static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
