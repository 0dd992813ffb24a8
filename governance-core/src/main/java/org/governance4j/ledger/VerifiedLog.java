package org.governance4j.ledger;

import org.governance4j.Digest;

/**
 * What {@link LedgerVerifier} has found to be true.
 *
 * @param origin the log's name, from the signed checkpoint
 * @param size how many entries it has
 * @param root the root over them, derived from the entries and equal to the signed one
 * @param entryBytes how many bytes the entries have together
 * @param files how many tiles and bundles were read and found right
 */
public record VerifiedLog(String origin, long size, Digest root, long entryBytes, long files) {}
