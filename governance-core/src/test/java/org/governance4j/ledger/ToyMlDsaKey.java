package org.governance4j.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;

/**
 * Has the sizes of an ML-DSA-44 key and none of its security: a signature is a digest of the
 * message. It shows what is signed and how it is framed; real keys are tested where both modules
 * are seen.
 */
final class ToyMlDsaKey implements KeyHandle {
  private static final byte[] PREFIX =
      HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

  /** How many bytes a signature has; another number for a key that is out of order. */
  int signatureBytes = 2420;

  private static byte[] raw() {
    byte[] raw = new byte[1312];
    Arrays.fill(raw, (byte) 7);
    return raw;
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ML_DSA_44;
  }

  @Override
  public byte[] publicKey() {
    return ByteBuffer.allocate(PREFIX.length + 1312).put(PREFIX).put(raw()).array();
  }

  @Override
  public byte[] sign(byte[] message) {
    return Arrays.copyOf(Digest.sha256(message).bytes(), signatureBytes);
  }

  @Override
  public void close() {}

  static NoteVerifier verifier(String vkey) {
    NoteKey key = NoteKey.parse(vkey);
    return new NoteVerifier() {
      @Override
      public String name() {
        return key.name();
      }

      @Override
      public int keyId() {
        return key.keyId();
      }

      @Override
      public String vkey() {
        return vkey;
      }

      @Override
      public void verify(byte[] noteText, byte[] signature) {
        Checkpoint checkpoint = Checkpoint.parse(new String(noteText, UTF_8));
        byte[] name = key.name().getBytes(UTF_8);
        ByteBuffer message = ByteBuffer.allocate(12 + 2 * (1 + name.length) + 24 + 32);
        message.put("subtree/v1\n\0".getBytes(UTF_8)).put((byte) name.length).put(name);
        message.put(signature, 0, 8).put((byte) name.length).put(name).putLong(0);
        message.putLong(checkpoint.size()).put(checkpoint.root().bytes());
        byte[] expected = Arrays.copyOf(Digest.sha256(message.array()).bytes(), 2420);
        if (!Arrays.equals(expected, Arrays.copyOfRange(signature, 8, signature.length))) {
          throw new NoteRejected("not the toy's signature");
        }
      }
    };
  }
}
