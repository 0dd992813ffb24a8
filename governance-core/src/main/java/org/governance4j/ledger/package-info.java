/**
 * The decision ledger in a directory: an append-only RFC 6962 Merkle tree, stored and served as
 * C2SP tlog-tiles, under checkpoints that are C2SP signed notes.
 *
 * <p>{@link org.governance4j.ledger.FileLedger} writes, {@link
 * org.governance4j.ledger.FileLedgerReader} reads and proves, {@link
 * org.governance4j.ledger.LedgerVerifier} believes neither and re-derives everything from the
 * entries.
 *
 * <pre>
 * checkpoint                       the latest signed checkpoint
 * tile/&lt;level&gt;/&lt;n&gt;[.p/&lt;width&gt;]     hashes, 256 to a tile
 * tile/entries/&lt;n&gt;[.p/&lt;width&gt;]     entries, 256 to a bundle
 * .state/wal-&lt;first index&gt;.log     entries that are durable but not yet all in full bundles
 * .state/salt                      what the checksums of these begin with
 * .state/reserve                   room for the last checkpoint on a full disk
 * .state/tmp, .state/tmp-&lt;n&gt;       files that are being written
 * .state/signed.log                the newest of the checkpoints that were signed
 * .state/lock                      held while the ledger is open for writing
 * vault/&lt;first index&gt;.jsonl        disclosures of sensitive values, erasable
 * </pre>
 *
 * <p>{@code checkpoint} and {@code tile} may be served to anybody as they stand; {@code .state} and
 * {@code vault} are for the owner alone. {@link org.governance4j.ledger.LogFiles} serves just the
 * former over HTTP.
 */
package org.governance4j.ledger;
