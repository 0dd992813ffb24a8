package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RsaKeyTest {

  @ParameterizedTest
  @Rule("K12")
  @CsvSource({
    "2047, 65537, 2047 bits",
    "2048, 65537, ",
    "4096, 65537, ",
    "4097, 65537, 4097 bits",
    "2048, 65535, exponent",
    "2048, 65538, exponent",
    "2048, 65539, ",
    "2048, 18446744073709551615, ",
    "2048, 18446744073709551617, exponent",
    "2048, 3, exponent",
    "2048, 1, exponent",
    "2048, -65537, cannot be used",
  })
  void sizes_and_exponents_outside_the_limits_are_refused(
      int bits, BigInteger exponent, String reason) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    byte[] spki = spki(modulus, exponent);
    if (reason == null) {
      assertEquals(
          KeyAlgorithm.RSA, assertDoesNotThrow(() -> VerificationKey.of(spki)).algorithm());
    } else {
      KeyUnavailable refusal = assertThrows(KeyUnavailable.class, () -> VerificationKey.of(spki));
      assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }
  }

  @Test
  @Rule("K12")
  void an_even_modulus_is_refused() throws Exception {
    byte[] spki = spki(BigInteger.ONE.shiftLeft(2047), Rsa.F4);
    assertThrows(KeyUnavailable.class, () -> VerificationKey.of(spki));
  }

  @Test
  @Rule("K11")
  void a_signature_is_as_long_as_the_modulus_and_smaller() {
    byte[] message = "message".getBytes(UTF_8);
    try (SoftwareKey key = SoftwareKey.load(KeyFiles.file("rsa2048.pem"))) {
      VerificationKey publicKey = key.verificationKey();
      byte[] signature = key.sign(message);
      assertTrue(publicKey.accepts(message, signature));
      assertFalse(publicKey.accepts(message, Arrays.copyOf(signature, 257)));
      assertFalse(publicKey.accepts(message, new byte[0]));
      byte[] zeroFirst = new byte[257];
      System.arraycopy(signature, 0, zeroFirst, 1, 256);
      assertFalse(publicKey.accepts(message, zeroFirst));
      byte[] largest = new byte[256];
      Arrays.fill(largest, (byte) 0xff);
      assertFalse(publicKey.accepts(message, largest));
      for (int bit = 0; bit < signature.length * 8; bit += 7) {
        byte[] flipped = signature.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertFalse(publicKey.accepts(message, flipped), "bit " + bit);
      }
    }
  }

  @Test
  @Rule("K28")
  void closing_overwrites_the_numbers_that_can_be_overwritten() throws Exception {
    RsaSecretKey key = RsaSecretKey.generate(new SecureRandom());
    EcdsaSecretKey ecdsa =
        EcdsaSecretKey.of(EcCurve.P521, BigInteger.ONE.shiftLeft(520).subtract(BigInteger.TWO));
    key.wipe();
    ecdsa.wipe();
    assertTrue(isZero(key.pkcs8()));
    // What is left encodes the scalar 0.
    byte[] pkcs8 = ecdsa.pkcs8();
    assertThrows(Pem.Malformed.class, () -> Pkcs8.decode(pkcs8));
    assertThrows(RuntimeException.class, () -> key.sign(new byte[0]));
  }

  private static boolean isZero(byte[] bytes) {
    return Arrays.equals(bytes, new byte[bytes.length]);
  }

  private static byte[] spki(BigInteger modulus, BigInteger exponent) throws Exception {
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new RSAPublicKey(modulus, exponent))
        .getEncoded("DER");
  }
}
