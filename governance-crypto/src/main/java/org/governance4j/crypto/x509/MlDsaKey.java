package org.governance4j.crypto.x509;

import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.jspecify.annotations.Nullable;

/** ML-DSA verification (FIPS 204 algorithm 3); keys as RFC 9881 writes them. */
final class MlDsaKey implements KeyCheck {
  private final ParameterSet set;
  private final MLDSAPublicKeyParameters key;

  private MlDsaKey(ParameterSet set, MLDSAPublicKeyParameters key) {
    this.set = set;
    this.key = key;
  }

  /** Any bytes of the right number are a key: 32 of a seed and coefficients of 10 bits each. */
  static MlDsaKey of(ParameterSet set, byte[] key) throws BadDer {
    if (key.length != set.keyBytes) {
      throw new BadDer("its key has " + key.length + " bytes instead of " + set.keyBytes);
    }
    return new MlDsaKey(set, new MLDSAPublicKeyParameters(set.parameters(), key));
  }

  @Override
  public PublicKey.Kind kind() {
    return set.kind;
  }

  @Override
  public int bits() {
    return set.keyBytes * 8;
  }

  @Override
  public boolean verify(SignatureScheme scheme, byte[] message, byte[] signature) {
    if (!(scheme instanceof SignatureScheme.MlDsa pure) || signature.length != set.signatureBytes) {
      return false;
    }
    try {
      MLDSASigner verifier = new MLDSASigner();
      verifier.init(false, new ParametersWithContext(key, pure.context()));
      verifier.update(message, 0, message.length);
      return verifier.verifySignature(signature);
    } catch (RuntimeException e) {
      // The bytes are the signer's: what the library chokes on is no signature.
      return false;
    }
  }

  @Override
  public boolean verifyDigest(SignatureScheme scheme, byte[] digest, byte[] signature) {
    return false;
  }

  /** The parameter sets of FIPS 204 with their sizes in bytes. */
  enum ParameterSet {
    ML_DSA_44("2.16.840.1.101.3.4.3.17", 1312, 2420, PublicKey.Kind.ML_DSA_44),
    ML_DSA_65("2.16.840.1.101.3.4.3.18", 1952, 3309, PublicKey.Kind.ML_DSA_65),
    ML_DSA_87("2.16.840.1.101.3.4.3.19", 2592, 4627, PublicKey.Kind.ML_DSA_87);

    private final String oid;
    private final int keyBytes;
    private final int signatureBytes;
    private final PublicKey.Kind kind;

    ParameterSet(String oid, int keyBytes, int signatureBytes, PublicKey.Kind kind) {
      this.oid = oid;
      this.keyBytes = keyBytes;
      this.signatureBytes = signatureBytes;
      this.kind = kind;
    }

    static @Nullable ParameterSet ofOid(String oid) {
      for (ParameterSet set : values()) {
        if (set.oid.equals(oid)) {
          return set;
        }
      }
      return null;
    }

    private MLDSAParameters parameters() {
      return switch (this) {
        case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
        case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
        case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
      };
    }
  }
}
