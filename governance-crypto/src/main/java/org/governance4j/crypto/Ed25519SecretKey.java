package org.governance4j.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.governance4j.KeyAlgorithm;

/**
 * An Ed25519 seed (RFC 8032, RFC 8410). The low-level signing call is used because it works on this
 * array; Bouncy Castle's key objects would hold a second one that nobody can wipe.
 */
final class Ed25519SecretKey implements SecretKey {

  static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];

  /** Takes the seed over. */
  Ed25519SecretKey(byte[] seed) {
    this.seed = seed;
    Ed25519.generatePublicKey(seed, 0, point, 0);
  }

  static Ed25519SecretKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    Ed25519.generatePrivateKey(random, seed);
    return new Ed25519SecretKey(seed);
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public byte[] publicKey() {
    return Ed25519PublicKey.spki(point);
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, point, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public byte[] signHash(byte[] hash) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.signPrehash(seed, 0, point, 0, new byte[0], hash, 0, signature, 0);
    return signature;
  }

  @Override
  public byte[] pkcs8() {
    try {
      // RFC 8410: the seed is an OCTET STRING inside the OCTET STRING of PKCS#8.
      return new PrivateKeyInfo(new AlgorithmIdentifier(Pkcs8.ED25519), new DEROctetString(seed))
          .getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException("a key in memory cannot be encoded", e);
    }
  }

  @Override
  public void wipe() {
    Arrays.fill(seed, (byte) 0);
  }
}
