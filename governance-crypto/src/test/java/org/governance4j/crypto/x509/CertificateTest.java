package org.governance4j.crypto.x509;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Issued.Key;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class CertificateTest {
  private static final String SAN = "2.5.29.17";

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Rule("S43")
  @Test
  void bytes_that_are_no_certificate_are_refused_and_nothing_else_happens() {
    byte[] der =
        Issued.ca("full", Key.of(1), 3)
            .with("1.2.3", false, new byte[] {1})
            .encoded("i", Key.of(2));
    Certificate.parse(der);
    for (int length = 0; length < der.length; length++) {
      byte[] cut = Arrays.copyOf(der, length);
      assertThrows(ArtifactRejected.class, () -> Certificate.parse(cut), "length " + length);
    }
    byte[] longer = Arrays.copyOf(der, der.length + 1);
    assertThrows(ArtifactRejected.class, () -> Certificate.parse(longer));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = der.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(der.length)] = (byte) random.nextInt();
      }
      judge(changed, "seed " + seed + ", case " + i);
    }
  }

  private static void judge(byte[] der, String where) {
    try {
      Certificate certificate = Certificate.parse(der);
      assertArrayEquals(der, certificate.encoded(), where);
      assertTrue(certificate.toString().length() < 400, where);
      SignedCertificateTimestamp.embeddedIn(certificate);
      CertificateChain.validate(certificate, List.of(), List.of(certificate), Issued.AT);
    } catch (ArtifactRejected e) {
      assertFalse(String.valueOf(e.getMessage()).contains("\n"), where);
    }
  }

  @Rule("S43")
  @Test
  void a_certificate_has_a_limit_of_size() {
    byte[] most = new byte[Certificate.MAX_BYTES];
    String malformed =
        assertThrows(ArtifactRejected.class, () -> Certificate.parse(most)).getMessage();
    assertTrue(String.valueOf(malformed).contains("malformed"), malformed);
    byte[] more = new byte[Certificate.MAX_BYTES + 1];
    String large = assertThrows(ArtifactRejected.class, () -> Certificate.parse(more)).getMessage();
    assertTrue(String.valueOf(large).contains("limit is " + Certificate.MAX_BYTES), large);
  }

  @Rule("S43")
  @Test
  void an_extension_that_comes_twice_or_makes_no_sense_is_refused() {
    List<Issued> bad =
        List.of(
            Issued.leaf("x", Key.of(1)).with(SAN, false, hex("3000")),
            Issued.leaf("x", Key.of(1)).with("2.5.29.37", false, hex("3000")),
            Issued.leaf("x", Key.of(1)).with("2.5.29.19", true, hex("3003020101")),
            Issued.leaf("x", Key.of(1))
                .without(Issued.KEY_USAGE)
                .with("2.5.29.15", true, hex("030100")),
            Issued.leaf("x", Key.of(1))
                .without(Issued.KEY_USAGE)
                .with("2.5.29.15", true, hex("03020680")),
            Issued.leaf("x", Key.of(1)).with(SAN, false, hex("30038201ff")));
    for (Issued issued : bad) {
      assertThrows(ArtifactRejected.class, () -> issued.bySelf());
    }
  }

  @Rule("S43")
  @Test
  void names_extensions_and_rights_are_read() {
    byte[] name = "oct!octo".getBytes(UTF_8);
    byte[] other =
        Der.write(
            0xa0, concat(hex("060a2b0601040183bf300107"), Der.write(0xa0, Der.write(0x0c, name))));
    byte[] names =
        Der.write(
            0x30, concat(hex("8103614062820164"), concat(hex("8603753a78870401020304"), other)));
    Certificate certificate =
        Issued.ca("full", Key.of(1), 3)
            .with(SAN, false, names)
            .with("1.2.3", false, new byte[] {1, 2, 3})
            .by("issuer", Key.of(2));
    assertEquals(
        List.of(
            new GeneralName(GeneralName.Type.EMAIL, "a@b"),
            new GeneralName(GeneralName.Type.DNS, "d"),
            new GeneralName(GeneralName.Type.URI, "u:x"),
            new GeneralName(GeneralName.Type.IP, "01020304"),
            new GeneralName(GeneralName.Type.USERNAME, "oct!octo")),
        certificate.subjectAltNames());
    assertArrayEquals(new byte[] {1, 2, 3}, certificate.extension("1.2.3"));
    assertEquals("CN=full", certificate.subject());
    assertEquals("CN=issuer", certificate.issuer());
    assertTrue(certificate.isCa() && !certificate.selfIssued());
    assertTrue(certificate.hasKeyUsage(KeyUsage.KEY_CERT_SIGN));
    assertFalse(certificate.hasKeyUsage(KeyUsage.KEY_CERT_SIGN, KeyUsage.CRL_SIGN));
    assertEquals(Issued.FROM, certificate.notBefore());
    assertEquals(Issued.TO, certificate.notAfter());
    assertArrayEquals(Key.of(1).spki(), certificate.spki());
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Rule("S43")
  @Test
  void a_certificate_shows_its_subject_if_it_has_one_and_its_serial_number() {
    Issued named = Issued.leaf("n", Key.of(1)).serial(255);
    Issued nameless = Issued.leaf("", Key.of(1)).with(SAN, true, hex("30058103614062")).serial(255);
    assertEquals("Certificate[CN=n, serial number ff]", named.bySelf().toString());
    assertEquals("Certificate[serial number ff]", nameless.by("issuer", Key.of(2)).toString());
  }

  @Rule("S43")
  @Test
  void pem_may_have_text_around_certificates_and_nothing_else_in_them() {
    Certificate one = Issued.leaf("one", Key.of(1)).bySelf();
    Certificate two = Issued.leaf("two", Key.of(2)).bySelf();
    String text = "Bag: é\r\n" + pem(one).replace("\n", "\r\n") + "\nand\n" + pem(two) + "end";
    assertEquals(List.of(one, two), Certificates.read(text.getBytes(UTF_8)));
    assertEquals(List.of(one), Certificates.read(one.encoded()));
    List<String> bad =
        List.of(
            "",
            "text",
            pem(one).replace("CERTIFICATE", "PRIVATE KEY"),
            pem(one) + pem(two).replace("END CERTIFICATE", "END X"),
            pem(one) + "-----BEGIN CERTIFICATE-----\n",
            pem(one).replaceFirst("M", "*"),
            "-----END CERTIFICATE-----\n" + pem(one));
    for (String pem : bad) {
      assertThrows(ArtifactRejected.class, () -> Certificates.readPem(pem.getBytes(UTF_8)), pem);
    }
  }

  private static String pem(Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.encoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
