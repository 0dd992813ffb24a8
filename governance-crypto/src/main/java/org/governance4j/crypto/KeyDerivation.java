package org.governance4j.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * How PBES2 makes keys of passwords: PBKDF2 (RFC 8018) and scrypt (RFC 7914). A file says how often
 * and with how much memory; above the limits here it is taken for an attempt to keep the machine
 * busy.
 */
final class KeyDerivation {
  static final int MAX_ITERATIONS = 10_000_000;

  /** N times r: 128 bytes each are 256 MiB. */
  static final long MAX_SCRYPT_COST = 1L << 21;

  static final int MAX_SCRYPT_PARALLELISM = 16;

  private static final Map<ASN1ObjectIdentifier, Supplier<Digest>> HASHES =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1, SHA1Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA224, SHA224Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA256, SHA256Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA384, SHA384Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA512, SHA512Digest::new);

  /** RFC 7914 section 7. */
  private static final ASN1ObjectIdentifier SCRYPT =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

  private KeyDerivation() {}

  /**
   * Derives a key.
   *
   * @throws RuntimeException if the parameters are not of the form their algorithm has
   */
  static byte[] derive(KeyDerivationFunc function, byte[] phrase, int keyBytes)
      throws Pem.Malformed {
    if (PKCSObjectIdentifiers.id_PBKDF2.equals(function.getAlgorithm())) {
      return pbkdf2(PBKDF2Params.getInstance(function.getParameters()), phrase, keyBytes);
    }
    if (SCRYPT.equals(function.getAlgorithm())) {
      return scrypt(ASN1Sequence.getInstance(function.getParameters()), phrase, keyBytes);
    }
    throw new Pem.Malformed(
        "its key derivation is " + function.getAlgorithm() + ", neither PBKDF2 nor scrypt");
  }

  private static byte[] pbkdf2(PBKDF2Params parameters, byte[] phrase, int keyBytes)
      throws Pem.Malformed {
    ASN1ObjectIdentifier hmac = parameters.getPrf().getAlgorithm();
    Supplier<Digest> hash = HASHES.get(hmac);
    if (hash == null) {
      throw new Pem.Malformed(
          "its PBKDF2 uses "
              + hmac
              + ", not HMAC with SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512");
    }
    int iterations =
        within(parameters.getIterationCount(), MAX_ITERATIONS, "PBKDF2 iteration count");
    requireLength(parameters.getKeyLength(), keyBytes);
    PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(hash.get());
    pbkdf2.init(phrase, parameters.getSalt(), iterations);
    byte[] key = ((KeyParameter) pbkdf2.generateDerivedParameters(keyBytes * 8)).getKey();
    return Arrays.copyOf(key, keyBytes);
  }

  private static byte[] scrypt(ASN1Sequence parameters, byte[] phrase, int keyBytes)
      throws Pem.Malformed {
    byte[] salt = ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets();
    int n = within(integer(parameters, 1), (int) MAX_SCRYPT_COST, "scrypt cost N");
    int r = within(integer(parameters, 2), (int) MAX_SCRYPT_COST, "scrypt block size r");
    int p = within(integer(parameters, 3), MAX_SCRYPT_PARALLELISM, "scrypt parallelisation p");
    if (n < 2 || Integer.bitCount(n) != 1 || (long) n * r > MAX_SCRYPT_COST) {
      throw new Pem.Malformed(
          "its scrypt cost N="
              + n
              + " is not a power of two with N times r up to "
              + MAX_SCRYPT_COST);
    }
    requireLength(parameters.size() > 4 ? integer(parameters, 4) : null, keyBytes);
    return SCrypt.generate(phrase, salt, n, r, p, keyBytes);
  }

  private static BigInteger integer(ASN1Sequence sequence, int at) {
    return ASN1Integer.getInstance(sequence.getObjectAt(at)).getValue();
  }

  private static int within(BigInteger value, int most, String name) throws Pem.Malformed {
    if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new Pem.Malformed("its " + name + " is not from 1 to " + most);
    }
    return value.intValue();
  }

  private static void requireLength(@Nullable BigInteger length, int keyBytes)
      throws Pem.Malformed {
    if (length != null && !length.equals(BigInteger.valueOf(keyBytes))) {
      throw new Pem.Malformed("its derived key has not the " + keyBytes + " bytes of its cipher");
    }
  }
}
