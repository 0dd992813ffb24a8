package org.governance4j.cli;

import java.util.Arrays;
import java.util.Base64;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.LedgerRecord;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StrictJson;

/** Entries of a ledger as lines. */
final class EntryLines {
  private EntryLines() {}

  /** Prints one. */
  static void print(Console console, boolean json, LedgerRecord entry) {
    if (json) {
      console.line(json(entry));
    } else {
      console.line(text(entry));
    }
  }

  /** JSON: the index, and the entry if its bytes are canonical JSON, otherwise those in base64. */
  private static JsonValue json(LedgerRecord entry) {
    JsonValue.Obj line = JsonValue.object().with("index", JsonValue.of(entry.index()));
    byte[] bytes = entry.bytes();
    JsonValue parsed;
    try {
      parsed = StrictJson.parse(bytes);
    } catch (InvalidData e) {
      parsed = JsonValue.NULL; // somebody else's entry
    }
    boolean canonical = parsed != JsonValue.NULL && isCanonical(parsed, bytes);
    return canonical
        ? line.with("entry", parsed)
        : line.with("bytes", JsonValue.of(Base64.getEncoder().encodeToString(bytes)));
  }

  private static boolean isCanonical(JsonValue parsed, byte[] bytes) {
    try {
      return Arrays.equals(CanonicalJson.write(parsed), bytes);
    } catch (IllegalArgumentException e) {
      return false; // a value without canonical form
    }
  }

  /** For a person: the members that every entry has. */
  private static String text(LedgerRecord stored) {
    Entry entry;
    try {
      entry = EntryCodec.decode(stored.bytes());
    } catch (InvalidData e) {
      return stored.index() + "  (" + stored.bytes().length + " bytes, not an entry)";
    }
    StringBuilder line = new StringBuilder();
    line.append(stored.index()).append("  ").append(entry.time()).append("  ");
    line.append(entry.type()).append("  ").append(entry.actor()).append("  ");
    line.append(entry.subject());
    if (entry.decision() != null) {
      line.append("  ").append(entry.decision());
    }
    if (entry.reason() != null) {
      line.append("  \"").append(entry.reason()).append('"');
    }
    return Words.line(line.toString());
  }
}
