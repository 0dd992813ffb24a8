package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.governance4j.LedgerUnavailable;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void failures_of_files_are_words() {
    assertEquals("a: no such file or directory", Words.of(new NoSuchFileException("a")));
    assertEquals("a: permission denied", Words.of(new AccessDeniedException("a")));
    assertEquals("a: not a directory", Words.of(new NotDirectoryException("a")));
    assertEquals("a: exists already", Words.of(new FileAlreadyExistsException("a")));
    assertEquals(
        "a: Too many links", Words.of(new FileSystemException("a", null, "Too many links")));
    assertEquals("Is a directory", Words.of(new IOException("Is a directory")));
    assertEquals(
        "a: permission denied", Words.of(new UncheckedIOException(new AccessDeniedException("a"))));
  }

  @Test
  void the_class_of_a_cause_is_not_told() {
    AccessDeniedException cause = new AccessDeniedException("d/x");
    assertEquals(
        "d cannot be read: d/x: permission denied",
        Words.of(new LedgerUnavailable("d cannot be read: " + cause, cause)));
  }

  @Test
  void a_message_is_one_short_line_that_no_terminal_obeys() {
    assertEquals("a?b?[31m?c", Words.line("a\nb\u001b[31m\u202ec"));
    assertEquals("größer 😀 ?", Words.line("größer 😀 \ud800"));
    assertEquals(4_001, Words.line("x".repeat(10_000)).length());
  }

  @Test
  void bugs_are_not_expected() {
    assertTrue(Words.isExpected(new IllegalArgumentException("x")));
    assertFalse(Words.isExpected(new IllegalStateException("x")));
    assertFalse(Words.isExpected(new NullPointerException()));
  }
}
