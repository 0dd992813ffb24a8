package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.governance4j.NoteKey;

/** Signatures under notes as the specifications word them, put together a second time. */
final class Signed {
  static final String LOG = "example.com/log";
  static final String WITNESS = "witness.example/w";

  /** A checkpoint of size 1. */
  static final String TEXT = LOG + "\n1\n" + Digest.sha256("root".getBytes(UTF_8)).base64() + "\n";

  static final Digest ROOT = Digest.sha256("root".getBytes(UTF_8));

  private Signed() {}

  /** A key with a name, and what it signs with. */
  record Signer(NoteKey note, SoftwareKey key) {}

  static Signer ed25519(String name, int type) {
    SoftwareKey key = Model.key(4);
    byte[] spki = key.publicKey();
    return new Signer(NoteKey.of(name, type, Arrays.copyOfRange(spki, 12, spki.length)), key);
  }

  static Signer ecdsa(String name, int type) {
    SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
    return new Signer(NoteKey.of(name, type, key.publicKey()), key);
  }

  static Signer mlDsa(String name) {
    byte[] seed = new byte[32];
    SoftwareKey key = SoftwareKey.insecureFromSeed(KeyAlgorithm.ML_DSA_44, seed);
    byte[] spki = key.publicKey();
    byte[] raw = Arrays.copyOfRange(spki, spki.length - 1312, spki.length);
    return new Signer(NoteKey.of(name, NoteKey.ML_DSA_44, raw), key);
  }

  static byte[] cosignature(Signer signer, long seconds, String text) {
    String message = "cosignature/v1\ntime " + Long.toUnsignedString(seconds) + "\n" + text;
    return timed(seconds, signer.key().sign(message.getBytes(UTF_8)));
  }

  static byte[] treeHead(Signer signer, long millis, long size, Digest root) {
    byte[] message =
        ByteBuffer.allocate(50)
            .put((byte) 0)
            .put((byte) 1)
            .putLong(millis)
            .putLong(size)
            .put(root.bytes())
            .array();
    byte[] der = signer.key().sign(message);
    ByteBuffer struct = ByteBuffer.allocate(4 + der.length);
    struct.put((byte) 4).put((byte) 3).putShort((short) der.length).put(der);
    return timed(millis, struct.array());
  }

  static byte[] subtree(
      Signer signer, long seconds, String origin, long start, long end, Digest root) {
    byte[] name = signer.note().name().getBytes(UTF_8);
    byte[] log = origin.getBytes(UTF_8);
    byte[] message =
        ByteBuffer.allocate(12 + 1 + name.length + 8 + 1 + log.length + 16 + 32)
            .put("subtree/v1\n\0".getBytes(UTF_8))
            .put((byte) name.length)
            .put(name)
            .putLong(seconds)
            .put((byte) log.length)
            .put(log)
            .putLong(start)
            .putLong(end)
            .put(root.bytes())
            .array();
    return timed(seconds, signer.key().sign(message));
  }

  private static byte[] timed(long time, byte[] signature) {
    return ByteBuffer.allocate(8 + signature.length).putLong(time).put(signature).array();
  }
}
