package org.governance4j.ledger;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that {@link LedgerDoctor} has to say about a ledger directory.
 *
 * @param severity how bad it is
 * @param file the file or directory it is about, relative to the ledger's directory, with {@code /}
 *     between its parts; empty for the directory itself
 * @param place where in the file, or null for the whole of it
 * @param what what was found, without any value that the ledger keeps secret
 * @param remedy what can be done about it; empty if there is nothing to be done
 */
public record Finding(
    Severity severity, String file, @Nullable Place place, String what, String remedy) {

  /** Refuses a null. */
  public Finding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(remedy, "remedy");
  }

  /** How bad a finding is, from the mildest to the worst. */
  public enum Severity {
    /** Worth knowing, and as it may be. */
    INFO,
    /** Nothing is lost, but somebody should see to it. */
    WARNING,
    /** It could not be looked at, so nothing is known about it. */
    UNREADABLE,
    /** Something is lost or was changed. */
    DAMAGE;

    /** The name in JSON and on a command line: {@code info}, {@code warning} and so on. */
    public String word() {
      return switch (this) {
        case INFO -> "info";
        case WARNING -> "warning";
        case UNREADABLE -> "unreadable";
        case DAMAGE -> "damage";
      };
    }
  }

  /**
   * A place in a file.
   *
   * @param unit what is counted
   * @param at how many of them come before it: from 0, lines from 1
   */
  public record Place(Unit unit, long at) {
    /** Refuses a negative count. */
    public Place {
      Objects.requireNonNull(unit, "unit");
      if (at < 0) {
        throw new IllegalArgumentException("at must not be negative: " + at);
      }
    }

    /** For example {@code line 3}. */
    @Override
    public String toString() {
      return unit.word() + " " + at;
    }
  }

  /** What the places of a file are counted in. */
  public enum Unit {
    /** Bytes from the beginning of the file. */
    OFFSET,
    /** Lines of text, the first being 1. */
    LINE,
    /** Entries of the ledger, the first of all being 0. */
    ENTRY,
    /** Hashes of a tile, the first being 0. */
    HASH;

    /** The name in JSON: {@code offset}, {@code line}, {@code entry} or {@code hash}. */
    public String word() {
      return switch (this) {
        case OFFSET -> "offset";
        case LINE -> "line";
        case ENTRY -> "entry";
        case HASH -> "hash";
      };
    }
  }
}
