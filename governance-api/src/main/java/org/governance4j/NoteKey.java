package org.governance4j;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public key of somebody who signs notes, with the name it signs under: C2SP signed-note,
 * "Signatures", and the verifier key ("vkey") text that Go's note package prints.
 *
 * <p>{@code vkey = name + "+" + 8 hex digits of the key id + "+" + base64(type || public key)}.
 *
 * <p>The key id is a short hint for finding the key, not a fingerprint: four bytes collide easily.
 * It is the beginning of a SHA-256, taken over
 *
 * <ul>
 *   <li>{@code name || 0x0A || type || public key} in general
 *   <li>the public key alone for {@link #ECDSA}
 *   <li>{@code name || 0x0A || type || SHA-256(public key)}, the RFC 6962 log id, for {@link
 *       #TREE_HEAD}
 * </ul>
 *
 * <p>A name is not empty, at most 255 bytes long in UTF-8 (what a cosignature can carry), and
 * contains no Unicode space, no plus and no control character.
 *
 * <p>Immutable, safe for any number of threads.
 */
public final class NoteKey {
  /** Ed25519 over the note text; the public key is the 32 bytes of RFC 8032. */
  public static final int ED25519 = 0x01;

  /** ECDSA with SHA-256 over the note text; the public key is a DER SubjectPublicKeyInfo. */
  public static final int ECDSA = 0x02;

  /** Ed25519 cosignature with a time, C2SP tlog-cosignature; the public key has 32 bytes. */
  public static final int COSIGNATURE = 0x04;

  /** RFC 6962 tree head signature, C2SP static-ct-api; the public key is a SubjectPublicKeyInfo. */
  public static final int TREE_HEAD = 0x05;

  /** ML-DSA-44 cosignature, C2SP tlog-cosignature; the public key has 1312 bytes. */
  public static final int ML_DSA_44 = 0x06;

  private final String name;
  private final int keyId;
  private final int type;
  private final byte[] publicKey;

  private NoteKey(String name, int type, byte[] owned) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (!StrictText.isKeyName(name) || length > 255) {
      throw new NoteRejected(
          "A key name has 1 to 255 bytes without spaces, plus and control characters, found "
              + StrictText.quote(name)
              + ".");
    }
    int expected =
        switch (type) {
          case ED25519, COSIGNATURE -> 32;
          case ML_DSA_44 -> 1312;
          default -> owned.length;
        };
    if (type < 1 || type > 255 || owned.length == 0 || owned.length != expected) {
      throw new NoteRejected(
          "The key of " + name + " has type " + type + " and " + owned.length + " bytes.");
    }
    this.name = name;
    this.type = type;
    this.publicKey = owned;
    this.keyId = keyId(name, type, owned);
  }

  /**
   * Names a public key.
   *
   * @param type the signature type byte, such as {@link #ED25519}
   * @throws NoteRejected if the name or the key's length is not acceptable
   */
  public static NoteKey of(String name, int type, byte[] publicKey) {
    return new NoteKey(name, type, publicKey.clone());
  }

  /**
   * Reads a verifier key in exactly the form {@link #vkey} writes. Any type is accepted; what can
   * verify with it is decided elsewhere.
   *
   * @throws NoteRejected if the text is malformed, or its key id is not that of the key
   */
  public static NoteKey parse(String vkey) {
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    byte[] id = second < 0 ? null : StrictText.hex(vkey.substring(first + 1, second));
    byte[] typed = second < 0 ? null : StrictText.base64(vkey.substring(second + 1));
    if (id == null || id.length != 4 || typed == null || typed.length < 2) {
      throw new NoteRejected(
          "A verifier key is written name+8 hex digits+base64, found "
              + StrictText.quote(vkey)
              + ".");
    }
    byte[] publicKey = Arrays.copyOfRange(typed, 1, typed.length);
    NoteKey key = new NoteKey(vkey.substring(0, first), typed[0] & 0xff, publicKey);
    if (!key.vkey().equals(vkey)) {
      throw new NoteRejected(
          "The verifier key of "
              + key.name
              + " has the id "
              + vkey.substring(first + 1, second)
              + ", calculated "
              + hexId(key.keyId)
              + ".");
    }
    return key;
  }

  /** The name the key signs under; for a log, its origin. */
  public String name() {
    return name;
  }

  /** The key id, its four bytes read big-endian. */
  public int keyId() {
    return keyId;
  }

  /** The signature type byte. */
  public int type() {
    return type;
  }

  /** A copy of the public key's bytes, without the type byte. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The verifier key text. */
  public String vkey() {
    byte[] typed = new byte[1 + publicKey.length];
    typed[0] = (byte) type;
    System.arraycopy(publicKey, 0, typed, 1, publicKey.length);
    return name + "+" + hexId(keyId) + "+" + Base64.getEncoder().encodeToString(typed);
  }

  static String hexId(int keyId) {
    return HexFormat.of().toHexDigits(keyId);
  }

  private static int keyId(String name, int type, byte[] publicKey) {
    MessageDigest sha256 = Digest.sha256();
    if (type != ECDSA) {
      sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) type);
    }
    sha256.update(type == TREE_HEAD ? Digest.sha256(publicKey).bytes() : publicKey);
    return ByteBuffer.wrap(sha256.digest()).getInt();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoteKey that && vkey().equals(that.vkey());
  }

  @Override
  public int hashCode() {
    return 31 * keyId + name.hashCode();
  }

  /** The verifier key text. */
  @Override
  public String toString() {
    return vkey();
  }
}
