package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.governance4j.Digest;
import org.governance4j.json.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the disclosures of sensitive values beside the ledger, readable by the owner alone: a row
 * of segments {@code vault/<index of the first entry>.jsonl}, a {@linkplain VaultLine line} for
 * each value, the subject as its SHA-256 in hex. All disclosures of a commit go to the end of the
 * last segment, with one force; when that is long enough, the next commit begins another. What a
 * failure left of a line is malformed and belongs to no acknowledged entry.
 *
 * <p>The ledger holds only salted digests, so erasing a person's values is rewriting the segments
 * that have lines of that subject, without them: no proof breaks, and nobody can guess the values
 * from what is left. The last segment is rewritten while the ledger is closed, all others at any
 * time, or removed. Copies of the file in backups are not erased by it; sealing the values with a
 * key per subject comes with encryption at rest.
 *
 * <p>A line is durable before its entry, so an entry whose value is gone was erased. A crash in
 * between leaves a line without an entry, whose index another entry then takes: what belongs to an
 * entry is decided by the digest, not by the index.
 *
 * <p>One thread.
 */
final class Vault {
  static final String DIRECTORY = "vault";

  /** How much is written at once. */
  private static final int PIECE = 1 << 18;

  private final Disk disk;
  private final AtomicFiles files;
  private final long segmentBytes;
  private @Nullable String segment;

  /**
   * Makes a vault that finds its last segment when it first needs it.
   *
   * @param segmentBytes how long a segment becomes before another is begun
   */
  Vault(Disk disk, AtomicFiles files, long segmentBytes) {
    this.disk = disk;
    this.files = files;
    this.segmentBytes = segmentBytes;
  }

  /** The file of a segment: zero-padded, so that names sort like numbers. */
  static String file(long first) {
    return DIRECTORY + "/" + String.format(Locale.ROOT, "%019d", first) + ".jsonl";
  }

  /** How the lines name a subject. */
  static String subject(String subject) {
    return Digest.sha256(subject.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** Stores the disclosures of entries that are about to be appended; durable on return. */
  void store(long first, List<Leaf> leaves) throws IOException {
    if (leaves.stream().allMatch(leaf -> leaf.disclosures().isEmpty())) {
      return;
    }
    files.makeDirectory(DIRECTORY, Disk.Access.PRIVATE);
    files.sync();
    String name = segment == null ? last() : segment;
    if (name == null || !append(name, false, first, leaves)) {
      name = file(first);
      append(name, true, first, leaves);
    }
    segment = name;
  }

  /** The last segment there is, or null. */
  private @Nullable String last() throws IOException {
    String last = null;
    for (String name : disk.list(DIRECTORY)) {
      if (name.matches("\\d{19}\\.jsonl")) {
        last = DIRECTORY + "/" + name;
      }
    }
    return last;
  }

  /** Appends to a segment, unless it is a long one and need not be taken. */
  private boolean append(String name, boolean always, long first, List<Leaf> leaves)
      throws IOException {
    // That a file exists does not say that its name survived the crash before this one.
    boolean fresh = !name.equals(segment);
    try (Disk.Output file = disk.append(name, Disk.Access.PRIVATE)) {
      long length = file.size();
      fresh |= length == 0;
      if (length >= segmentBytes && !always) {
        return false;
      }
      StringBuilder lines = new StringBuilder();
      if (fresh && length > 0 && !endsLine(name, length)) {
        // Whatever a failure left there does not become a part of the next line.
        lines.append('\n');
      }
      for (int i = 0; i < leaves.size(); i++) {
        Leaf leaf = leaves.get(i);
        for (EntryCodec.Disclosure disclosure : leaf.disclosures()) {
          // Forced with its line: what a failure leaves behind the newline, zeros or a part of the
          // next line, does not become a part of this one.
          lines.append(line(first + i, leaf.subject(), disclosure)).append('\n');
          if (lines.length() >= PIECE) {
            write(file, lines);
          }
        }
      }
      write(file, lines);
      file.force();
    }
    if (fresh) {
      disk.syncDirectory(DIRECTORY);
    }
    return true;
  }

  private boolean endsLine(String name, long length) throws IOException {
    byte[] last = disk.read(name, length - 1, 1);
    return last != null && last.length == 1 && last[0] == '\n';
  }

  private static void write(Disk.Output file, StringBuilder lines) throws IOException {
    file.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
    lines.setLength(0);
  }

  private static String line(long index, String subject, EntryCodec.Disclosure disclosure) {
    return new VaultLine(index, subject(subject), disclosure).encode();
  }
}
