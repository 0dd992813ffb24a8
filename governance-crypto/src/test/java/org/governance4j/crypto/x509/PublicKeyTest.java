package org.governance4j.crypto.x509;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.KeyUnavailable;
import org.governance4j.crypto.VerificationKey;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** Keys and signatures that the JDK made. */
class PublicKeyTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  private record Signed(
      KeyPair pair, SignatureScheme scheme, DigestAlgorithm digest, byte[] signature) {}

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static byte[] sign(KeyPair pair, String algorithm) throws GeneralSecurityException {
    Signature signer = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      signer.setParameter(new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA256, 33, 1));
    }
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    return signer.sign();
  }

  private static List<Signed> all() throws GeneralSecurityException {
    DigestAlgorithm sha256 = DigestAlgorithm.SHA256;
    DigestAlgorithm sha384 = DigestAlgorithm.SHA384;
    DigestAlgorithm sha512 = DigestAlgorithm.SHA512;
    KeyPair p256 = ec("secp256r1");
    KeyPair p384 = ec("secp384r1");
    KeyPair p521 = ec("secp521r1");
    KeyPair rsa = rsa(2048);
    return List.of(
        signed(p256, new SignatureScheme.Ecdsa(sha256), sha256, "SHA256withECDSA"),
        signed(p256, new SignatureScheme.Ecdsa(sha512), sha512, "SHA512withECDSA"),
        signed(p384, new SignatureScheme.Ecdsa(sha384), sha384, "SHA384withECDSA"),
        signed(p521, new SignatureScheme.Ecdsa(sha512), sha512, "SHA512withECDSA"),
        signed(
            p521, new SignatureScheme.EcdsaP1363(sha256), sha256, "SHA256withECDSAinP1363Format"),
        signed(rsa, new SignatureScheme.RsaPkcs1(sha512), sha512, "SHA512withRSA"),
        signed(rsa, new SignatureScheme.RsaPss(sha384, sha256, 33), sha384, "RSASSA-PSS"));
  }

  private static Signed signed(
      KeyPair pair, SignatureScheme scheme, DigestAlgorithm digest, String algorithm)
      throws GeneralSecurityException {
    return new Signed(pair, scheme, digest, sign(pair, algorithm));
  }

  private static PublicKey key(Signed signed) {
    return PublicKey.ofSpki(signed.pair().getPublic().getEncoded());
  }

  @Rule("S41")
  @Test
  void a_signature_of_the_jdk_verifies_over_the_message_and_over_its_digest() throws Exception {
    List<Signed> all = all();
    for (Signed signed : all) {
      PublicKey key = key(signed);
      byte[] digest = signed.digest().of(MESSAGE);
      assertTrue(key.verify(signed.scheme(), MESSAGE, signed.signature()), signed.toString());
      assertEquals(
          !(signed.scheme() instanceof SignatureScheme.RsaPss),
          key.verifyDigest(signed.scheme(), digest, signed.signature()),
          signed.toString());
      assertFalse(key.verify(signed.scheme(), digest, signed.signature()));
      assertFalse(key.verifyDigest(signed.scheme(), MESSAGE, signed.signature()));
      for (Signed other : all) {
        boolean same = other.scheme().equals(signed.scheme());
        assertFalse(!same && key.verify(other.scheme(), MESSAGE, signed.signature()));
      }
    }
  }

  @Rule("S127")
  @Test
  void a_key_for_pss_makes_no_other_signatures() throws Exception {
    KeyPair rsa = rsa(2048);
    byte[] spki = rsa.getPublic().getEncoded();
    // The identifier of RSASSA-PSS in place of rsaEncryption, without parameters.
    byte[] algorithm = HexFormat.of().parseHex("300b06092a864886f70d01010a");
    byte[] number = Arrays.copyOfRange(spki, 19, spki.length);
    byte[] content = Arrays.copyOf(algorithm, algorithm.length + number.length);
    System.arraycopy(number, 0, content, algorithm.length, number.length);
    PublicKey pss = PublicKey.ofSpki(Der.write(Der.SEQUENCE, content));
    DigestAlgorithm sha256 = DigestAlgorithm.SHA256;
    SignatureScheme pkcs1 = new SignatureScheme.RsaPkcs1(sha256);
    byte[] signature = sign(rsa, "SHA256withRSA");
    assertTrue(PublicKey.ofSpki(spki).verify(pkcs1, MESSAGE, signature));
    assertFalse(pss.verify(pkcs1, MESSAGE, signature));
    assertFalse(pss.verifyDigest(pkcs1, sha256.of(MESSAGE), signature));
    SignatureScheme allowed = new SignatureScheme.RsaPss(DigestAlgorithm.SHA384, sha256, 33);
    assertTrue(pss.verify(allowed, MESSAGE, sign(rsa, "RSASSA-PSS")));
    assertThrows(KeyUnavailable.class, () -> VerificationKey.of(pss.spki()));
  }

  @Rule("S41")
  @Test
  void no_change_of_a_signature_verifies_and_none_makes_a_failure() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (Signed signed : all()) {
      PublicKey key = key(signed);
      byte[] signature = signed.signature();
      for (int bit = 0; bit < signature.length * 8; bit++) {
        byte[] changed = signature.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertFalse(key.verify(signed.scheme(), MESSAGE, changed), signed + " bit " + bit);
      }
      for (int length = 0; length < signature.length; length++) {
        byte[] cut = Arrays.copyOf(signature, length);
        assertFalse(key.verify(signed.scheme(), MESSAGE, cut), signed + " length " + length);
      }
      byte[] longer = Arrays.copyOf(signature, signature.length + 1);
      assertFalse(key.verify(signed.scheme(), MESSAGE, longer));
      byte[] noise = new byte[signature.length];
      random.nextBytes(noise);
      assertFalse(key.verify(signed.scheme(), MESSAGE, noise), "seed " + seed);
    }
  }

  @Rule("S40")
  @Test
  void a_key_has_one_spelling_and_another_one_is_refused() throws Exception {
    for (Signed signed : all()) {
      byte[] spki = signed.pair().getPublic().getEncoded();
      PublicKey key = PublicKey.ofSpki(spki);
      assertArrayEquals(spki, key.spki());
      assertArrayEquals(DigestAlgorithm.SHA256.of(spki), key.id());
      assertEquals(key, PublicKey.ofSpki(spki.clone()));
      for (int length = 0; length < spki.length; length++) {
        byte[] cut = Arrays.copyOf(spki, length);
        assertThrows(ArtifactRejected.class, () -> PublicKey.ofSpki(cut));
      }
      byte[] longer = Arrays.copyOf(spki, spki.length + 1);
      assertThrows(ArtifactRejected.class, () -> PublicKey.ofSpki(longer));
    }
  }

  @Rule("S40")
  @Test
  void keys_of_unknown_curves_compressed_points_and_short_moduli_are_refused() throws Exception {
    byte[] p256 = ec("secp256r1").getPublic().getEncoded();
    byte[] compressed =
        HexFormat.of().parseHex("3039301306072a8648ce3d020106082a8648ce3d030107032200");
    byte[] point = Arrays.copyOf(compressed, compressed.length + 33);
    point[compressed.length] = (byte) (2 + (p256[p256.length - 1] & 1));
    System.arraycopy(p256, 27, point, compressed.length + 1, 32);
    byte[] off = p256.clone();
    off[off.length - 1] ^= 1;
    byte[] rsa1024 = rsa(1024).getPublic().getEncoded();
    byte[] secp256k1 =
        HexFormat.of().parseHex("3056301006072a8648ce3d020106052b8104000a034200" + "04".repeat(65));
    byte[] lowOrder = HexFormat.of().parseHex("302a300506032b6570032100" + "01" + "00".repeat(31));
    for (byte[] bad : List.of(point, off, rsa1024, secp256k1, lowOrder)) {
      assertThrows(ArtifactRejected.class, () -> PublicKey.ofSpki(bad));
    }
  }

  @Rule("S41")
  @Test
  void ed25519ph_signs_the_digest_as_rfc_8032_section_7_3_has_it() {
    // RFC 8032 section 7.3, "TEST abc".
    PublicKey key =
        PublicKey.ofSpki(
            HexFormat.of()
                .parseHex(
                    "302a300506032b6570032100"
                        + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf"));
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
                    + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406");
    byte[] abc = {'a', 'b', 'c'};
    assertTrue(key.verify(new SignatureScheme.Ed25519ph(), abc, signature));
    assertTrue(
        key.verifyDigest(
            new SignatureScheme.Ed25519ph(), DigestAlgorithm.SHA512.of(abc), signature));
    assertFalse(key.verify(new SignatureScheme.Ed25519(), abc, signature));
  }
}
