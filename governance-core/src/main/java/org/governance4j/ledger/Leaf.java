package org.governance4j.ledger;

import java.util.List;
import org.governance4j.Digest;
import org.governance4j.json.EntryCodec;

/**
 * An entry on its way into the tree.
 *
 * @param entry its bytes
 * @param hash its leaf hash
 * @param subject whose values the disclosures are
 * @param disclosures what the entry only commits to
 */
record Leaf(byte[] entry, Digest hash, String subject, List<EntryCodec.Disclosure> disclosures) {}
