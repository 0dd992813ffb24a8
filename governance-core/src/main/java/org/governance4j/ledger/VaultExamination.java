package org.governance4j.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.json.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * Holds the disclosures of the vault against the entries they belong to.
 *
 * <p>Three things look alike and are told apart here: a line that has changed (its checksum is
 * wrong), a line whose entry never came to be (whole, but the entry of its index does not have the
 * digest), and what a crash left of a line (no whole line, and nothing in it belongs to an entry).
 * A value that is gone is no finding: it was erased.
 *
 * <p>One bundle in memory. One thread, one use.
 */
final class VaultExamination {
  private static final int LONGEST_LINE = 1 << 20;
  private static final int PIECE = 1 << 16;
  private static final Pattern FILE = Pattern.compile("\\d{19}\\.jsonl");
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"([\\w-]{43})\"");
  private static final Pattern DISCLOSURE = Pattern.compile("\"disclosure\":\"([\\w-]+)\"");
  private static final Pattern INDEX = Pattern.compile("\"index\":(\\d{1,18})\\b");
  private static final String BACKUP =
      "restore the line from a backup of the vault, if the value was not erased since";

  private final Disk disk;
  private final long size;
  private final boolean inUse;
  private final Findings findings;
  private final TileFiles stored;
  private long bundle = -1;
  private @Nullable List<byte[]> entries;

  /**
   * Prepares.
   *
   * @param size how many entries are published; a line of a later one is not judged
   * @param inUse whether somebody may just be writing a last line
   */
  VaultExamination(Disk disk, long size, boolean inUse, Findings findings) {
    this.disk = disk;
    this.size = size;
    this.inUse = inUse;
    this.findings = findings;
    this.stored = new TileFiles(disk, size);
  }

  void run() {
    try {
      for (String name : disk.list(Vault.DIRECTORY)) {
        if (FILE.matcher(name).matches()) {
          segment(Vault.DIRECTORY + "/" + name);
        }
      }
    } catch (IOException e) {
      findings.unreadable(Vault.DIRECTORY, e);
    }
  }

  /** A body that was too large for its entry: it is called by the SHA-256 of its bytes. */
  static void body(Disk disk, String file, Findings findings) throws IOException {
    String name = file.substring(file.lastIndexOf('/') + 1);
    String found = sha256(disk, file);
    if (found != null && !found.equals(name)) {
      findings.damage(
          file,
          null,
          "was changed: its SHA-256 is not its name",
          "restore it from a backup of the vault, if it was not erased since");
    }
  }

  /** The hash of a file in hex, or null if it has gone meanwhile. */
  private static @Nullable String sha256(Disk disk, String file) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (long at = 0; ; at += PIECE) {
      byte[] piece = disk.read(file, at, PIECE);
      if (piece == null) {
        return null;
      }
      sha256.update(piece);
      if (piece.length < PIECE) {
        return HexFormat.of().formatHex(sha256.digest());
      }
    }
  }

  private void segment(String file) {
    try {
      SignedLines.read(
          disk,
          file,
          LONGEST_LINE,
          (number, at, line, ended) -> {
            if (line.length > 0 && (ended || !isBeingWritten(line))) {
              line(file, number, at, line);
            }
          });
    } catch (IOException e) {
      findings.unreadable(file, e);
    }
  }

  private boolean isBeingWritten(byte[] line) {
    return inUse && line[line.length - 1] != '}';
  }

  private void line(String file, long number, long at, byte[] bytes) throws IOException {
    VaultLine line;
    try {
      line = VaultLine.parse(bytes);
    } catch (InvalidData e) {
      malformed(file, number, at, bytes, String.valueOf(e.getMessage()));
      return;
    }
    if (line.index() >= size) {
      return; // of an entry that is durable and not published yet, or was never written
    }
    Entry entry = entry(line.index());
    if (entry == null) {
      return; // reported where the tree was examined
    }
    if (!entry.commitments().contains(line.disclosure().digest())) {
      findings.add(
          new Finding(
              Finding.Severity.INFO,
              file,
              Findings.line(number),
              "belongs to no entry: entry " + line.index() + " does not have its digest",
              "nothing: a crash came before the entry; the line may be erased"));
    } else if (!line.subject().equals(Vault.subject(entry.subject()))) {
      findings.damage(
          file,
          Findings.line(number),
          "names another subject than entry "
              + line.index()
              + ", so it would not be erased with it",
          BACKUP);
    }
  }

  /** Whether it was once a line of an entry, as far as that can be told from what is left. */
  private void malformed(String file, long number, long at, byte[] bytes, String why)
      throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // A crash leaves the beginning of a line, or zeros in place of some of it.
    boolean torn = text.indexOf('\0') >= 0 || (text.startsWith("{") && !text.endsWith("}"));
    Entry entry = null;
    Matcher index = INDEX.matcher(text);
    if (index.find() && Long.parseLong(index.group(1)) < size) {
      entry = entry(Long.parseLong(index.group(1)));
    }
    if (!torn || (entry != null && has(entry, text))) {
      findings.damage(
          file, Findings.line(number), "was changed, at offset " + at + ": " + why, BACKUP);
    } else {
      findings.warn(
          file,
          Findings.line(number),
          "is no whole line, at offset " + at + ", as a crash leaves it: " + why,
          "nothing, if there was a crash; otherwise " + BACKUP);
    }
  }

  private static boolean has(Entry entry, String text) {
    Matcher digest = DIGEST.matcher(text);
    if (digest.find() && entry.commitments().contains(digest.group(1))) {
      return true;
    }
    Matcher disclosure = DISCLOSURE.matcher(text);
    return disclosure.find() && entry.commitments().contains(digest(disclosure.group(1)));
  }

  private static String digest(String disclosure) {
    Digest digest = Digest.sha256(disclosure.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.bytes());
  }

  /** An entry, or null if it cannot be read as one. */
  private @Nullable Entry entry(long index) throws IOException {
    if (index / TilePath.FULL != bundle) {
      bundle = index / TilePath.FULL;
      try {
        entries = stored.entries(bundle);
      } catch (LedgerCorrupted e) {
        entries = null; // reported where the tree was examined
      }
    }
    List<byte[]> read = entries;
    if (read == null) {
      return null;
    }
    try {
      return EntryCodec.decode(read.get((int) (index % TilePath.FULL)));
    } catch (InvalidData e) {
      return null; // somebody else's entry has no disclosures
    }
  }
}
