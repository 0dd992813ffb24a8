package org.governance4j;

import java.util.Arrays;
import java.util.List;

/**
 * A ledger's state at one moment: the root of its first {@code size} entries. C2SP tlog-checkpoint.
 *
 * <p>Its body is the text of a {@link SignedNote}: origin, size and base64 root, a line each.
 *
 * <ul>
 *   <li>the size is decimal without leading zeros, below 2^63
 *   <li>size 0 has the root of the empty tree
 *   <li>extension lines are read, because the log has signed them, but not written: no monitor can
 *       audit them, and ML-DSA cosignatures leave them out
 * </ul>
 *
 * <p>A parsed checkpoint is anybody's claim; {@link #open} makes sure that it is the log's.
 *
 * <p>Immutable, safe for any number of threads.
 *
 * @param origin the name of the log
 * @param size the number of its entries
 * @param root the root of the tree over them
 * @param extensions further lines, usually none
 */
public record Checkpoint(String origin, long size, Digest root, List<String> extensions) {
  /**
   * Takes a copy of the extensions.
   *
   * @throws NoteRejected if a line is empty or cannot stand in a note, the size is negative, or it
   *     is 0 with another root than the empty tree's
   */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    requireLine(origin);
    extensions.forEach(Checkpoint::requireLine);
    if (size < 0 || (size == 0 && !root.equals(MerkleTree.emptyRoot()))) {
      throw new NoteRejected(
          "A checkpoint of size " + size + " cannot have the root " + root.hex());
    }
  }

  /**
   * A checkpoint without extension lines.
   *
   * @throws NoteRejected as the other constructor
   */
  public Checkpoint(String origin, long size, Digest root) {
    this(origin, size, root, List.of());
  }

  /**
   * Reads the text of a note.
   *
   * @throws NoteRejected if it is malformed
   */
  public static Checkpoint parse(String body) {
    List<String> lines = Arrays.asList(body.split("\n", -1));
    int last = lines.size() - 1;
    if (last < 3 || !lines.get(last).isEmpty()) {
      throw new NoteRejected(
          "A checkpoint has a line each for origin, size and root, found "
              + StrictText.quote(body)
              + ".");
    }
    long size = StrictText.decimal(lines.get(1));
    byte[] root = StrictText.base64(lines.get(2));
    if (size < 0 || root == null || root.length != Digest.LENGTH) {
      throw new NoteRejected(
          "A checkpoint has a decimal size and a base64 root of 32 bytes, found "
              + StrictText.quote(body)
              + ".");
    }
    return new Checkpoint(lines.get(0), size, Digest.of(root), lines.subList(3, last));
  }

  /**
   * The checkpoint in a note that this log has signed under its own name.
   *
   * @throws NoteRejected if the log's signature is missing or not valid, the text is not a
   *     checkpoint, or its origin is not the verifier's name
   */
  public static Checkpoint open(SignedNote note, NoteVerifier log) {
    return open(note, log, log.name());
  }

  /**
   * The checkpoint in a note that this log has signed, for logs whose origin differs from the name
   * they sign under, such as {@code sum.golang.org}. Pin both: with some signature types the origin
   * is not signed.
   *
   * @throws NoteRejected if the log's signature is missing or not valid, the text is not a
   *     checkpoint, or its origin is another
   */
  public static Checkpoint open(SignedNote note, NoteVerifier log, String origin) {
    note.verify(List.of(log));
    Checkpoint checkpoint = parse(note.text());
    if (!checkpoint.origin.equals(origin)) {
      throw new NoteRejected(
          "The checkpoint's origin is "
              + StrictText.quote(checkpoint.origin)
              + ", expected "
              + StrictText.quote(origin)
              + ".");
    }
    return checkpoint;
  }

  /**
   * The text to sign.
   *
   * @throws IllegalStateException if there are extension lines
   */
  public String body() {
    if (!extensions.isEmpty()) {
      throw new IllegalStateException(
          "A checkpoint with extension lines is not written, found " + extensions.size() + ".");
    }
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  private static void requireLine(String line) {
    if (line.isEmpty() || line.indexOf('\n') >= 0 || !StrictText.isNoteText(line)) {
      throw new NoteRejected("Not a line of a checkpoint: " + StrictText.quote(line) + ".");
    }
  }
}
