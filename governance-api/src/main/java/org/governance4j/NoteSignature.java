package org.governance4j;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One signature line of a note: C2SP signed-note, "Format".
 *
 * <p>{@code — name base64(key id || signature)}, where the dash is U+2014 and the key id four
 * bytes, big-endian. It claims a signer; only {@link SignedNote#verify} shows whether the claim is
 * true.
 *
 * <p>Immutable: bytes are copied on the way in and out. Safe for any number of threads.
 */
public final class NoteSignature {
  private static final String DASH = "\u2014 ";

  private final String name;
  private final int keyId;
  private final byte[] signature;

  /**
   * Makes a line from its parts.
   *
   * @throws NoteRejected if the name is empty or contains a Unicode space, a plus or a control
   *     character, or the signature is empty
   */
  public NoteSignature(String name, int keyId, byte[] signature) {
    if (!StrictText.isKeyName(name)) {
      throw new NoteRejected("Not a key name: " + StrictText.quote(name) + ".");
    }
    if (signature.length == 0) {
      throw new NoteRejected("The signature of " + name + " is empty.");
    }
    this.name = name;
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  /**
   * Reads a line, without its newline, in exactly the form {@link #toString} writes.
   *
   * @throws NoteRejected if it is anything else
   */
  public static NoteSignature parse(String line) {
    int space = line.indexOf(' ', DASH.length());
    byte[] bytes =
        space < 0 || !line.startsWith(DASH) ? null : StrictText.base64(line.substring(space + 1));
    if (bytes == null || bytes.length < 5) {
      throw new NoteRejected("Not a signature line: " + StrictText.quote(line) + ".");
    }
    return new NoteSignature(
        line.substring(DASH.length(), space),
        ByteBuffer.wrap(bytes).getInt(),
        Arrays.copyOfRange(bytes, 4, bytes.length));
  }

  /** The signer's name. */
  public String name() {
    return name;
  }

  /** The key id, its four bytes read big-endian. */
  public int keyId() {
    return keyId;
  }

  /** A copy of the signature's bytes, without the key id. */
  public byte[] signature() {
    return signature.clone();
  }

  /** Whether this line names the same key. */
  boolean isFrom(String otherName, int otherKeyId) {
    return keyId == otherKeyId && name.equals(otherName);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoteSignature that
        && isFrom(that.name, that.keyId)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * keyId + Arrays.hashCode(signature);
  }

  /** The line, without a newline. */
  @Override
  public String toString() {
    byte[] bytes = ByteBuffer.allocate(4 + signature.length).putInt(keyId).put(signature).array();
    return DASH + name + " " + Base64.getEncoder().encodeToString(bytes);
  }
}
