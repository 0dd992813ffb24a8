package org.governance4j.ledger;

import java.util.List;
import org.governance4j.json.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way into the tree.
 *
 * @param entry its bytes
 * @param subject whose values the disclosures are
 * @param disclosures what the entry only commits to
 * @param keys by what it is found again, or null
 */
record Leaf(
    byte[] entry,
    String subject,
    List<EntryCodec.Disclosure> disclosures,
    @Nullable EntryKeys keys) {

  /** An entry whose keys are in its bytes. */
  Leaf(byte[] entry, String subject, List<EntryCodec.Disclosure> disclosures) {
    this(entry, subject, disclosures, EntryKeys.of(entry));
  }

  /** An entry without disclosures. */
  static Leaf of(byte[] entry) {
    return new Leaf(entry, "", List.of());
  }

  /** How much it holds while it waits and writes when it is committed, in bytes or characters. */
  long weight() {
    long weight = entry.length;
    for (EntryCodec.Disclosure disclosure : disclosures) {
      weight +=
          disclosure.encoded().length()
              + disclosure.digest().length()
              + disclosure.name().length()
              + subject.length();
    }
    return weight;
  }
}
