package org.governance4j.crypto.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Issued.Key;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** The outside vectors are in the signing suite; here a log of our own shows what is signed. */
class SignedCertificateTimestampTest {
  private static final Key LOG = Key.of(40);
  private static final Key CA = Key.of(41);
  private static final long MILLIS = 1_900_000_000_123L;
  private static final PublicKey LOG_KEY = PublicKey.ofSpki(LOG.spki());

  private static final Certificate ISSUER = Issued.ca("ca", CA, -1).bySelf();

  private static Issued leaf() {
    return Issued.leaf("leaf", Key.of(42)).with("1.2.3", false, new byte[] {7});
  }

  /** By hand after RFC 6962 section 3.2. */
  private static byte[] sct(Key log, byte[] extensions, byte[] issuerSpki) {
    byte[] tbs = leaf().by("ca", CA).tbs();
    ByteBuffer signed =
        ByteBuffer.allocate(1 + 1 + 8 + 2 + 32 + 3 + tbs.length + 2 + extensions.length);
    signed.put((byte) 0).put((byte) 0).putLong(MILLIS).putShort((short) 1);
    signed.put(DigestAlgorithm.SHA256.of(issuerSpki));
    signed.put((byte) 0).putShort((short) tbs.length).put(tbs);
    signed.putShort((short) extensions.length).put(extensions);
    byte[] signature = log.sign(DigestAlgorithm.SHA256.of(signed.array()));
    ByteBuffer sct = ByteBuffer.allocate(1 + 32 + 8 + 2 + extensions.length + 4 + signature.length);
    sct.put((byte) 0).put(DigestAlgorithm.SHA256.of(log.spki())).putLong(MILLIS);
    sct.putShort((short) extensions.length).put(extensions);
    sct.put((byte) 4).put((byte) 3).putShort((short) signature.length).put(signature);
    return sct.array();
  }

  private static byte[] list(byte[]... scts) {
    ByteBuffer list =
        ByteBuffer.allocate(Arrays.stream(scts).mapToInt(s -> s.length + 2).sum() + 2);
    list.putShort((short) (list.capacity() - 2));
    for (byte[] sct : scts) {
      list.putShort((short) sct.length).put(sct);
    }
    return list.array();
  }

  private static Certificate with(byte[] list) {
    return leaf()
        .with(SignedCertificateTimestamp.EXTENSION, false, Der.write(Der.OCTET_STRING, list))
        .by("ca", CA);
  }

  @Rule("S48")
  @Test
  void a_timestamp_is_of_the_certificate_without_it_its_issuer_and_its_extensions() {
    for (byte[] extensions : List.of(new byte[0], new byte[] {1, 2, 3})) {
      byte[] list = list(sct(LOG, extensions, ISSUER.spki()));
      Certificate certificate = with(list);
      SignedCertificateTimestamp sct = SignedCertificateTimestamp.embeddedIn(certificate).get(0);
      assertEquals(Instant.ofEpochMilli(MILLIS), sct.timestamp());
      assertTrue(sct.isSignedBy(LOG_KEY, certificate, ISSUER));
      assertFalse(sct.isSignedBy(LOG_KEY, certificate, certificate));
      assertFalse(sct.isSignedBy(PublicKey.ofSpki(CA.spki()), certificate, ISSUER));
      Certificate other =
          leaf()
              .serial(2)
              .with(SignedCertificateTimestamp.EXTENSION, false, Der.write(Der.OCTET_STRING, list))
              .by("ca", CA);
      assertFalse(sct.isSignedBy(LOG_KEY, other, ISSUER));
    }
  }

  @Rule("S48")
  @Test
  void no_change_of_a_timestamp_verifies_and_a_malformed_list_is_refused() {
    byte[] list = list(sct(LOG, new byte[] {9}, ISSUER.spki()));
    for (int bit = 0; bit < list.length * 8; bit++) {
      byte[] changed = list.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Certificate certificate = with(changed);
      boolean accepted = false;
      try {
        for (SignedCertificateTimestamp sct : SignedCertificateTimestamp.embeddedIn(certificate)) {
          accepted |= sct.isSignedBy(LOG_KEY, certificate, ISSUER);
        }
      } catch (ArtifactRejected e) {
        assertTrue(String.valueOf(e.getMessage()).contains("malformed"), e.getMessage());
      }
      assertFalse(accepted, "bit " + bit);
    }
    for (int length = 0; length < list.length; length++) {
      Certificate cut = with(Arrays.copyOf(list, length));
      assertThrows(ArtifactRejected.class, () -> SignedCertificateTimestamp.embeddedIn(cut));
    }
    Certificate longer = with(Arrays.copyOf(list, list.length + 1));
    assertThrows(ArtifactRejected.class, () -> SignedCertificateTimestamp.embeddedIn(longer));
    Certificate empty = with(new byte[2]);
    assertThrows(ArtifactRejected.class, () -> SignedCertificateTimestamp.embeddedIn(empty));
    assertEquals(List.of(), SignedCertificateTimestamp.embeddedIn(leaf().by("ca", CA)));
  }
}
