package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.EntryCodec;

/**
 * Keeps the disclosures of sensitive values beside the ledger, one file per subject: {@code
 * vault/<sha-256 of the subject>.jsonl}, readable by the owner alone, a line {@code
 * {"digest":…,"disclosure":…,"index":…,"name":…}} for each value. What a failure left of a line is
 * malformed and belongs to no acknowledged entry.
 *
 * <p>The ledger holds only salted digests, so erasing a person's values is deleting that person's
 * file: no proof breaks, and nobody can guess the values from what is left. Copies of the file in
 * backups are not erased by it; sealing the values with a key per subject comes with encryption at
 * rest.
 *
 * <p>A line is durable before its entry, so an entry whose value is gone was erased. A crash in
 * between leaves a line without an entry, whose index another entry then takes: what belongs to an
 * entry is decided by the digest, not by the index.
 *
 * <p>One thread.
 */
final class Vault {
  private static final String DIRECTORY = "vault";

  private final Disk disk;
  private final AtomicFiles files;

  Vault(Disk disk, AtomicFiles files) {
    this.disk = disk;
    this.files = files;
  }

  /** The file of a subject. */
  static String file(String subject) {
    byte[] name = subject.getBytes(StandardCharsets.UTF_8);
    return DIRECTORY + "/" + Digest.sha256(name).hex() + ".jsonl";
  }

  /** Stores the disclosures of entries that are about to be appended; durable on return. */
  void store(long first, List<Leaf> leaves) throws IOException {
    Map<String, StringBuilder> lines = new LinkedHashMap<>();
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      for (EntryCodec.Disclosure disclosure : leaf.disclosures()) {
        lines
            .computeIfAbsent(file(leaf.subject()), file -> new StringBuilder())
            .append('\n')
            .append(line(first + i, disclosure));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    files.makeDirectory(DIRECTORY, Disk.Access.PRIVATE);
    for (Map.Entry<String, StringBuilder> each : lines.entrySet()) {
      append(each.getKey(), each.getValue().toString());
    }
    files.sync();
    // Always: that a file exists does not say that its name survived the crash before this one.
    disk.syncDirectory(DIRECTORY);
  }

  private void append(String name, String lines) throws IOException {
    try (Disk.Output file = disk.append(name, Disk.Access.PRIVATE)) {
      // The newline comes before a line, not after it: so whatever a failure left of the line
      // before,
      // it does not become a part of this one.
      String text = file.size() == 0 ? lines.substring(1) : lines;
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
  }

  private static String line(long index, EntryCodec.Disclosure disclosure) {
    return CanonicalJson.writeString(
        JsonValue.object()
            .with("index", JsonValue.of(index))
            .with("name", JsonValue.of(disclosure.name()))
            .with("disclosure", JsonValue.of(disclosure.encoded()))
            .with("digest", JsonValue.of(disclosure.digest())));
  }
}
