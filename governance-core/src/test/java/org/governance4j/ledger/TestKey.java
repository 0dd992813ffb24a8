package org.governance4j.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;

/** An Ed25519 key of the JDK, made from a seed, that can be told to be out of order. */
final class TestKey implements KeyHandle {
  private final KeyPair pair;
  private volatile boolean broken;

  private TestKey(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new Fixed(seed));
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The key whose RFC 8032 seed is 32 times this byte. */
  static TestKey of(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new TestKey(bytes);
  }

  static TestKey ofSeed(byte[] seed) {
    return new TestKey(seed);
  }

  void breakDown(boolean value) {
    broken = value;
  }

  NoteVerifier verifier(String origin) {
    byte[] spki = publicKey();
    return NoteVerifier.ed25519(
        NoteKey.of(origin, NoteKey.ED25519, Arrays.copyOfRange(spki, 12, 44)).vkey());
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public byte[] publicKey() {
    return pair.getPublic().getEncoded();
  }

  @Override
  public byte[] sign(byte[] message) {
    if (broken) {
      throw new KeyUnavailable("the key service does not answer");
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {}

  /** The JDK takes the seed of a new key from its source of randomness. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Fixed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
