package org.governance4j;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proof, in one text, that an entry is in a ledger: C2SP tlog-proof. Whoever has the entry,
 * this file and the ledger's verifier key needs nothing else, and no network.
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra &lt;base64&gt;            only if there is extra data
 * index &lt;decimal&gt;
 * &lt;base64&gt;                  siblings from the leaf up, a line each
 *
 * &lt;the checkpoint, a signed note as it stands&gt;
 * </pre>
 *
 * <ul>
 *   <li>one spelling only: {@link #encode} gives back exactly the bytes that were read
 *   <li>the checkpoint is kept as text and read as a note only by {@link #verify}
 *   <li>at most 63 siblings
 *   <li>extra data is authenticated by nobody: do not trust it
 * </ul>
 *
 * <p>Immutable, safe for any number of threads.
 */
public final class TlogProof {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final int MAX_BYTES = 2_000_000;

  private final long index;
  private final List<Digest> path;
  private final String checkpoint;
  private final byte[] extra;

  private TlogProof(long index, List<Digest> path, String checkpoint, byte[] owned) {
    if (index < 0 || path.size() > MerklePath.MAX_LENGTH) {
      throw new ProofRejected(
          "A proof has no index " + index + " with " + path.size() + " hashes.");
    }
    if (checkpoint.isEmpty() || !StrictText.isNoteText(checkpoint)) {
      throw new ProofRejected("A proof carries the text of a signed checkpoint.");
    }
    this.index = index;
    this.path = List.copyOf(path);
    this.checkpoint = checkpoint;
    this.extra = owned;
  }

  /**
   * Puts a proof together, without extra data.
   *
   * @param index the entry's position in the ledger
   * @param path the siblings from the leaf up, see {@link InclusionProof}
   * @param checkpoint the signed checkpoint of the tree that the path leads to
   * @throws ProofRejected if the index is negative or the path too long for any tree
   */
  public static TlogProof of(long index, List<Digest> path, SignedNote checkpoint) {
    return of(index, path, checkpoint.toString());
  }

  /**
   * Puts a proof together from a checkpoint's text, which is taken as it stands.
   *
   * @throws ProofRejected as the other, or if the text is empty or cannot stand in a note
   */
  public static TlogProof of(long index, List<Digest> path, String checkpoint) {
    return new TlogProof(index, path, checkpoint, new byte[0]);
  }

  /**
   * Reads a proof.
   *
   * @throws ProofRejected if it is malformed
   */
  public static TlogProof parse(byte[] proof) {
    String text = proof.length > MAX_BYTES ? null : StrictText.utf8(proof);
    if (text == null) {
      throw new ProofRejected("A proof is UTF-8 of at most " + MAX_BYTES + " bytes.");
    }
    return parse(text);
  }

  /**
   * Reads a proof.
   *
   * @throws ProofRejected if it is malformed
   */
  public static TlogProof parse(String proof) {
    int blank = proof.indexOf("\n\n");
    if (blank < 0) {
      throw new ProofRejected("A proof has a blank line before its checkpoint.");
    }
    List<String> lines = List.of(proof.substring(0, blank).split("\n", -1));
    int at = 0;
    if (!lines.get(at++).equals(HEADER)) {
      throw malformed(lines.get(0), HEADER);
    }
    byte[] extra = new byte[0];
    if (at < lines.size() && lines.get(at).startsWith("extra ")) {
      byte[] decoded = StrictText.base64(lines.get(at).substring("extra ".length()));
      if (decoded == null || decoded.length == 0) {
        throw malformed(lines.get(at), "extra <base64>");
      }
      extra = decoded;
      at++;
    }
    String indexLine = at < lines.size() ? lines.get(at++) : "";
    long index =
        indexLine.startsWith("index ")
            ? StrictText.decimal(indexLine.substring("index ".length()))
            : -1;
    if (index < 0) {
      throw malformed(indexLine, "index <decimal>");
    }
    List<Digest> path = new ArrayList<>();
    for (String line : lines.subList(at, lines.size())) {
      byte[] hash = StrictText.base64(line);
      if (hash == null || hash.length != Digest.LENGTH) {
        throw malformed(line, "base64 of 32 bytes");
      }
      path.add(Digest.of(hash));
    }
    return new TlogProof(index, path, proof.substring(blank + 2), extra);
  }

  /** The entry's position in the ledger. */
  public long index() {
    return index;
  }

  /** The siblings from the leaf up. */
  public List<Digest> path() {
    return path;
  }

  /** The checkpoint's text as it stands, signatures included and not verified. */
  public String checkpoint() {
    return checkpoint;
  }

  /** A copy of the extra data, empty if there is none. Authenticated by nobody. */
  public byte[] extra() {
    return extra.clone();
  }

  /** This proof with extra data, or without if it is empty. */
  public TlogProof withExtra(byte[] data) {
    return new TlogProof(index, path, checkpoint, data.clone());
  }

  /**
   * Returns the log's checkpoint if it vouches for this entry at {@link #index}.
   *
   * @param entry the entry's bytes, exactly as logged
   * @param log the pinned key of the log
   * @throws NoteRejected if the checkpoint is not one that this log has signed, see {@link
   *     Checkpoint#open}
   * @throws ProofRejected if the path does not lead from the entry to the checkpoint's root
   */
  public Checkpoint verify(byte[] entry, NoteVerifier log) {
    return verify(MerkleTree.leafHash(entry), log);
  }

  /**
   * Returns the log's checkpoint if it vouches for the entry with this leaf hash, for whoever no
   * longer has the entry itself.
   *
   * @throws NoteRejected as the other
   * @throws ProofRejected as the other
   */
  public Checkpoint verify(Digest leafHash, NoteVerifier log) {
    Checkpoint opened = Checkpoint.open(SignedNote.parse(checkpoint), log);
    new InclusionProof(index, opened.size(), path).verify(leafHash, opened.root());
    return opened;
  }

  /** The proof's bytes, in UTF-8. */
  public byte[] encode() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ProofRejected malformed(String found, String expected) {
    return new ProofRejected(
        "Malformed proof: expected " + expected + ", found " + StrictText.quote(found) + ".");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlogProof that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The whole proof. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    if (extra.length > 0) {
      text.append("extra ").append(Base64.getEncoder().encodeToString(extra)).append('\n');
    }
    text.append("index ").append(index).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }
}
