package org.governance4j.ledger;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.governance4j.Checkpoint;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.jspecify.annotations.Nullable;

/**
 * The proof that an entry is in a ledger, or that a ledger has only grown, as a COSE receipt: RFC
 * 9942 with the tree of RFC 9162 and SHA-256. It says the same as a {@link
 * org.governance4j.TlogProof}, to readers of CBOR and SCITT.
 *
 * <pre>
 * 18([                                   COSE_Sign1
 *   &lt;&lt;{1: -8, 4: key id,                 EdDSA; the four bytes of the key's id under notes
 *      15: {1: origin}, 395: 1}&gt;&gt;,       issuer of the claims; RFC9162_SHA256
 *   {396: {-1: [&lt;&lt;[size, index, [hash…]]&gt;&gt;]}},        inclusion, or
 *   {396: {-2: [&lt;&lt;[old size, new size, [hash…]]&gt;&gt;]}},  consistency
 *   null,                                the root is not carried, so it must be computed
 *   signature
 * ])
 * </pre>
 *
 * <p><b>The tree of one entry.</b> Its inclusion path is empty (RFC 9162 section 2.1.3), while the
 * RFC's grammar asks for at least one hash. It is written as the empty array, because any other
 * content would be false; readers that go by the grammar alone refuse such a receipt, so a ledger
 * better issues it again when it has two entries. An empty path is read exactly where the sizes
 * demand one. The same goes for consistency between equal sizes.
 *
 * <p><b>What is read.</b> CBOR with definite lengths, shortest numbers and no label twice, of at
 * most {@value #MAX_BYTES} bytes; exactly one proof; a payload that is null or the root. Further
 * header parameters are skipped, but for {@code crit}, which is refused. Receipts of any algorithm
 * are read, those of Ed25519 (EdDSA, -8, or Ed25519, -19) can be verified.
 *
 * <p>The log's Ed25519 key may sign both checkpoints and receipts: what is signed for a receipt
 * begins with a byte that no text in UTF-8 begins with.
 *
 * <p><b>What is signed</b> is the root and the issuer, not the numbers of the proof: the third
 * entry of three and the second of two are proved by the same path, so whoever hands a receipt on
 * can change sizes and index to others that fit. Take both from a {@link Checkpoint} with that root
 * and from the ledger, or use a {@link org.governance4j.TlogProof}, whose checkpoint signs the
 * size.
 *
 * <p>A parsed receipt is anybody's claim; {@link #verifyInclusion} and {@link #verifyConsistency}
 * tell what is true. Immutable; safe for any number of threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9942">RFC 9942, COSE Receipts</a>
 */
public final class CoseReceipt {
  /** The longest receipt that is read. */
  public static final int MAX_BYTES = 65_536;

  private final byte[] encoded;
  private final CoseFormat.Parts parts;

  private CoseReceipt(byte[] owned, CoseFormat.Parts parts) {
    this.encoded = owned;
    this.parts = parts;
  }

  /**
   * Signs that an entry is in the tree of a checkpoint.
   *
   * @param proof the entry's path to the checkpoint's root, which the caller has verified
   * @param checkpoint a checkpoint that this log has published
   * @param key the log's Ed25519 key
   * @throws ProofRejected if the proof is for another size
   * @throws IllegalArgumentException if it is not an Ed25519 key
   * @throws KeyUnavailable if the key cannot sign, or what it made is not its signature
   */
  public static CoseReceipt of(InclusionProof proof, Checkpoint checkpoint, KeyHandle key) {
    requireSize(proof.treeSize(), checkpoint);
    return signed(CoseFormat.inclusion(proof), checkpoint, key);
  }

  /**
   * Signs that the tree of a checkpoint begins with an older one.
   *
   * @param proof from a size above 0 to that of the checkpoint
   * @param checkpoint the newer checkpoint, one that this log has published
   * @param key the log's Ed25519 key
   * @throws ProofRejected if the proof is for another size, begins with the empty tree, or is one
   *     of a subtree
   * @throws IllegalArgumentException if it is not an Ed25519 key
   * @throws KeyUnavailable if the key cannot sign, or what it made is not its signature
   */
  public static CoseReceipt of(ConsistencyProof proof, Checkpoint checkpoint, KeyHandle key) {
    requireSize(proof.newSize(), checkpoint);
    CoseFormat.requireWhole(proof);
    return signed(CoseFormat.consistency(proof), checkpoint, key);
  }

  private static void requireSize(long size, Checkpoint checkpoint) {
    if (size != checkpoint.size()) {
      throw new ProofRejected(
          "The proof is for the size " + size + ", the checkpoint has " + checkpoint.size() + ".");
    }
  }

  private static CoseReceipt signed(byte[] unprotected, Checkpoint checkpoint, KeyHandle key) {
    NoteKey named = Signing.ed25519(checkpoint.origin(), key);
    byte[] header = CoseFormat.header(named);
    byte[] message = CoseFormat.signedBytes(header, checkpoint.root());
    byte[] signature = Signing.sign(key, message);
    try {
      NoteVerifier.ed25519(named.vkey()).verify(message, signature);
    } catch (NoteRejected e) {
      throw Signing.notValid(e);
    }
    return parse(CoseFormat.receipt(header, unprotected, signature));
  }

  /**
   * Reads a receipt.
   *
   * @throws ProofRejected if it is malformed
   */
  public static CoseReceipt parse(byte[] receipt) {
    if (receipt.length > MAX_BYTES) {
      throw new ProofRejected(
          "A receipt has at most " + MAX_BYTES + " bytes, found " + receipt.length + ".");
    }
    byte[] owned = receipt.clone();
    return new CoseReceipt(owned, CoseFormat.parse(owned));
  }

  /** The proof that an entry is in the tree, or empty; its numbers are not signed. */
  public Optional<InclusionProof> inclusion() {
    return Optional.ofNullable(parts.inclusion());
  }

  /** The proof that a tree begins with an older one, or empty; its sizes are not signed. */
  public Optional<ConsistencyProof> consistency() {
    return Optional.ofNullable(parts.consistency());
  }

  /** The COSE algorithm that it claims to be signed with, -8 for EdDSA. */
  public long algorithm() {
    return parts.algorithm();
  }

  /** Who claims to have issued it, or null if nobody does; for our ledgers the origin. */
  public @Nullable String issuer() {
    return parts.issuer();
  }

  /**
   * Returns the root that the log vouches for, if the entry is in its tree.
   *
   * @param entry the entry's bytes, exactly as logged
   * @param log the pinned Ed25519 key of the log, of type {@link NoteKey#ED25519}
   * @throws NoteRejected if this log has not signed the receipt: another algorithm, issuer or key
   * @throws ProofRejected if it is not a proof of inclusion, or carries another root
   */
  public Digest verifyInclusion(byte[] entry, NoteVerifier log) {
    return verifyInclusion(MerkleTree.leafHash(entry), log);
  }

  /**
   * Returns the root that the log vouches for, if the entry with this leaf hash is in its tree.
   *
   * @throws NoteRejected as the other
   * @throws ProofRejected as the other
   */
  public Digest verifyInclusion(Digest leafHash, NoteVerifier log) {
    InclusionProof proof = parts.inclusion();
    if (proof == null) {
      throw new ProofRejected("The receipt proves consistency, not inclusion.");
    }
    return verified(proof.rootFor(leafHash), log);
  }

  /**
   * Returns the newer root that the log vouches for, if its tree begins with the older one.
   *
   * @param oldRoot the root of the older tree, which the caller knows to be the log's
   * @param log the pinned Ed25519 key of the log, of type {@link NoteKey#ED25519}
   * @throws NoteRejected if this log has not signed the receipt: another algorithm, issuer or key
   * @throws ProofRejected if it is not a proof of consistency, does not begin with the old root, or
   *     carries another new root
   */
  public Digest verifyConsistency(Digest oldRoot, NoteVerifier log) {
    ConsistencyProof proof = parts.consistency();
    if (proof == null) {
      throw new ProofRejected("The receipt proves inclusion, not consistency.");
    }
    Digest newRoot = newRoot(proof, oldRoot);
    proof.verify(oldRoot, newRoot);
    return verified(newRoot, log);
  }

  private Digest verified(Digest root, NoteVerifier log) {
    if (NoteKey.parse(log.vkey()).type() != NoteKey.ED25519) {
      throw new NoteRejected("A receipt is verified with an Ed25519 key, not " + log.vkey() + ".");
    }
    if (!CoseFormat.isEd25519(parts.algorithm())) {
      throw new NoteRejected(
          "The receipt is signed with the COSE algorithm " + parts.algorithm() + ", not EdDSA.");
    }
    if (!log.name().equals(parts.issuer())) {
      throw new NoteRejected("The receipt was not issued by " + log.name() + ".");
    }
    Digest payload = parts.payload();
    if (payload != null && !payload.equals(root)) {
      throw new ProofRejected(
          "The proof leads to the root " + root.hex() + ", the receipt carries " + payload.hex());
    }
    log.verify(CoseFormat.signedBytes(parts.header(), root), parts.signature());
    return root;
  }

  /** The newer root that a proof leads to: RFC 9162 section 2.1.4.2, without its comparisons. */
  private static Digest newRoot(ConsistencyProof proof, Digest oldRoot) {
    List<Digest> path = proof.path();
    if (path.isEmpty()) {
      return oldRoot; // equal sizes
    }
    long node = proof.oldSize() - 1;
    long last = proof.newSize() - 1;
    while ((node & 1) != 0) {
      node >>= 1;
      last >>= 1;
    }
    int next = 0;
    // Of a perfect tree the old root is the node to climb from; otherwise the path begins with it.
    Digest root = node == 0 ? oldRoot : path.get(next++);
    for (; last > 0; node >>= 1, last >>= 1) {
      if ((node & 1) != 0) {
        root = MerkleTree.nodeHash(path.get(next++), root);
      } else if (node < last) {
        root = MerkleTree.nodeHash(root, path.get(next++));
      }
    }
    return root;
  }

  /** The receipt's bytes, as they were read or written; a copy. */
  public byte[] encode() {
    return encoded.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CoseReceipt that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  /** The bytes in hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(encoded);
  }
}
