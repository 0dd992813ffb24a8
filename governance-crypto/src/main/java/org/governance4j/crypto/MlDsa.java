package org.governance4j.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.governance4j.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The parameter sets of ML-DSA (FIPS 204) that are in use here, with how their keys are written
 * (RFC 9881). Pure ML-DSA with an empty context throughout.
 */
final class MlDsa {
  static final MlDsa ML_DSA_44 =
      new MlDsa(
          KeyAlgorithm.ML_DSA_44,
          MLDSAParameters.ml_dsa_44,
          NISTObjectIdentifiers.id_ml_dsa_44,
          1312,
          2420,
          "30820532300b06096086480165030403110382052100",
          "3034020100300b060960864801650304031104228020");
  static final MlDsa ML_DSA_65 =
      new MlDsa(
          KeyAlgorithm.ML_DSA_65,
          MLDSAParameters.ml_dsa_65,
          NISTObjectIdentifiers.id_ml_dsa_65,
          1952,
          3309,
          "308207b2300b0609608648016503040312038207a100",
          "3034020100300b060960864801650304031204228020");

  static final MlDsa ML_DSA_87 =
      new MlDsa(
          KeyAlgorithm.ML_DSA_87,
          MLDSAParameters.ml_dsa_87,
          NISTObjectIdentifiers.id_ml_dsa_87,
          2592,
          4627,
          "30820a32300b060960864801650304031303820a2100",
          "3034020100300b060960864801650304031304228020");

  /** Bytes of the seed xi, from which FIPS 204 derives the whole key pair. */
  static final int SEED_BYTES = 32;

  private static final List<MlDsa> SETS = List.of(ML_DSA_44, ML_DSA_65, ML_DSA_87);

  private final KeyAlgorithm algorithm;
  private final MLDSAParameters parameters;
  private final ASN1ObjectIdentifier oid;
  private final int publicKeyBytes;
  private final int signatureBytes;
  private final byte[] spkiPrefix;
  private final byte[] pkcs8Prefix;

  private MlDsa(
      KeyAlgorithm algorithm,
      MLDSAParameters parameters,
      ASN1ObjectIdentifier oid,
      int publicKeyBytes,
      int signatureBytes,
      String spkiPrefix,
      String pkcs8Prefix) {
    this.algorithm = algorithm;
    this.parameters = parameters;
    this.oid = oid;
    this.publicKeyBytes = publicKeyBytes;
    this.signatureBytes = signatureBytes;
    this.spkiPrefix = HexFormat.of().parseHex(spkiPrefix);
    this.pkcs8Prefix = HexFormat.of().parseHex(pkcs8Prefix);
  }

  /** The set of an algorithm; the caller has excluded the other algorithms. */
  static MlDsa of(KeyAlgorithm algorithm) {
    return algorithm == KeyAlgorithm.ML_DSA_44
        ? ML_DSA_44
        : algorithm == KeyAlgorithm.ML_DSA_65 ? ML_DSA_65 : ML_DSA_87;
  }

  /** The set with this object identifier, or null. */
  static @Nullable MlDsa of(ASN1ObjectIdentifier oid) {
    for (MlDsa set : SETS) {
      if (set.oid.equals(oid)) {
        return set;
      }
    }
    return null;
  }

  /** The set of a SubjectPublicKeyInfo in its only DER spelling, or null. */
  static @Nullable MlDsa ofSpki(byte[] spki) {
    for (MlDsa set : SETS) {
      int prefix = set.spkiPrefix.length;
      if (spki.length == prefix + set.publicKeyBytes
          && Arrays.equals(spki, 0, prefix, set.spkiPrefix, 0, prefix)) {
        return set;
      }
    }
    return null;
  }

  KeyAlgorithm algorithm() {
    return algorithm;
  }

  MLDSAParameters parameters() {
    return parameters;
  }

  int publicKeyBytes() {
    return publicKeyBytes;
  }

  int signatureBytes() {
    return signatureBytes;
  }

  /** The SubjectPublicKeyInfo of a public key. */
  byte[] spki(byte[] publicKey) {
    return concat(spkiPrefix, publicKey);
  }

  /** The public key in what {@link #ofSpki} recognised. */
  byte[] publicKey(byte[] spki) {
    return Arrays.copyOfRange(spki, spkiPrefix.length, spki.length);
  }

  /** The PrivateKeyInfo that holds the seed alone: the form RFC 9881 section 6 recommends. */
  byte[] pkcs8(byte[] seed) {
    return concat(pkcs8Prefix, seed);
  }

  private static byte[] concat(byte[] prefix, byte[] rest) {
    byte[] all = Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, all, prefix.length, rest.length);
    return all;
  }
}
