package org.governance4j.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.governance4j.KeyAlgorithm;

/**
 * An ML-DSA key (FIPS 204), kept as the seed it is derived from. Signatures are the deterministic
 * variant (section 3.4), like those of the other algorithms here: a weak source of randomness at
 * signing time cannot give the key away, and one message has one signature.
 */
final class MlDsaSecretKey implements SecretKey {

  private final MlDsa set;
  private final byte[] seed;
  private final byte[] publicKey;
  private final MLDSAPrivateKeyParameters key;

  /** Takes the seed over. */
  MlDsaSecretKey(MlDsa set, byte[] seed) {
    this.set = set;
    this.seed = seed;
    this.key = new MLDSAPrivateKeyParameters(set.parameters(), seed);
    this.publicKey = key.getPublicKey();
  }

  static MlDsaSecretKey generate(MlDsa set, SecureRandom random) {
    byte[] seed = new byte[MlDsa.SEED_BYTES];
    random.nextBytes(seed);
    return new MlDsaSecretKey(set, seed);
  }

  @Override
  public KeyAlgorithm algorithm() {
    return set.algorithm();
  }

  @Override
  public byte[] publicKey() {
    return set.spki(publicKey);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      MLDSASigner signer = new MLDSASigner();
      signer.init(true, key);
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("a key in memory cannot sign", e);
    }
  }

  /** The private key as FIPS 204 writes it in full; the caller wipes it. */
  byte[] expanded() {
    return key.getEncoded();
  }

  @Override
  public byte[] pkcs8() {
    return set.pkcs8(seed);
  }

  @Override
  public void wipe() {
    Arrays.fill(seed, (byte) 0);
    key.destroy();
  }
}
