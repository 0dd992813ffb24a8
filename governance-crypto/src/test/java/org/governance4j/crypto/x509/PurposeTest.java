package org.governance4j.crypto.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Issued.Key;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class PurposeTest {
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String CODE = "1.3.6.1.5.5.7.3.3";
  private static final String TIME = "1.3.6.1.5.5.7.3.8";
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";

  private static byte[] purposes(String... oids) {
    ASN1ObjectIdentifier[] all = new ASN1ObjectIdentifier[oids.length];
    for (int i = 0; i < oids.length; i++) {
      all[i] = new ASN1ObjectIdentifier(oids[i]);
    }
    return Issued.der(new DERSequence(all));
  }

  private static Issued leaf() {
    return Issued.leaf("leaf", Key.of(0));
  }

  private static Issued ca() {
    return Issued.ca("ca", Key.of(1), -1);
  }

  /** Letters of the purposes that a leaf under a CA serves: model, code, time. */
  private static String serves(Issued leaf, Issued ca) {
    Certificate root = ca.bySelf();
    List<Certificate> path =
        CertificateChain.validate(leaf.by("ca", Key.of(1)), List.of(), List.of(root), Issued.AT);
    StringBuilder served = new StringBuilder();
    for (Purpose purpose : Purpose.values()) {
      try {
        purpose.check(path);
        served.append(purpose.name().charAt(0));
      } catch (ArtifactRejected e) {
        served.append('-');
      }
    }
    return served.toString();
  }

  @Rule("S47")
  @Test
  void a_path_serves_the_purposes_that_its_certificates_state() {
    assertEquals("M--", serves(leaf(), ca()));
    assertEquals("MC-", serves(leaf().with(EXTENDED_KEY_USAGE, false, purposes(CODE, TIME)), ca()));
    assertEquals(
        "MC-",
        serves(
            leaf().without(Issued.KEY_USAGE).with(EXTENDED_KEY_USAGE, true, purposes(CODE)), ca()));
    assertEquals(
        "---",
        serves(
            leaf()
                .without(Issued.KEY_USAGE)
                .keyUsage(KeyUsage.KEY_AGREEMENT)
                .with(EXTENDED_KEY_USAGE, false, purposes(SERVER)),
            ca()));
    assertEquals("--T", serves(leaf().with(EXTENDED_KEY_USAGE, true, purposes(TIME)), ca()));
    assertEquals("---", serves(leaf().with(EXTENDED_KEY_USAGE, false, purposes(TIME)), ca()));
    assertEquals("MC-", serves(leaf().with(EXTENDED_KEY_USAGE, true, purposes(TIME, CODE)), ca()));
  }

  @Rule("S129")
  @Test
  void a_certificate_for_something_else_signs_no_models() {
    for (String other : List.of(SERVER, TIME)) {
      assertEquals(
          '-', serves(leaf().with(EXTENDED_KEY_USAGE, false, purposes(other)), ca()).charAt(0));
    }
    byte[] any = purposes("2.5.29.37.0");
    assertEquals("M--", serves(leaf().with(EXTENDED_KEY_USAGE, false, any), ca()));
  }

  @Rule("S47")
  @Test
  void cas_restrict_purposes_and_those_of_sigstore_are_conforming() {
    byte[] code = purposes(CODE);
    assertEquals(
        "MC-",
        serves(
            leaf().with(EXTENDED_KEY_USAGE, false, code),
            ca().with(EXTENDED_KEY_USAGE, false, code)));
    assertEquals(
        "---",
        serves(
            leaf().with(EXTENDED_KEY_USAGE, false, code),
            ca().with(EXTENDED_KEY_USAGE, false, purposes(SERVER))));
    assertEquals(
        "M--",
        serves(leaf().with(EXTENDED_KEY_USAGE, false, code), ca().without(Issued.KEY_USAGE)));
    byte[] constraints = {0x30, 3, 1, 1, (byte) 0xff};
    assertEquals(
        "M--",
        serves(
            leaf().with(EXTENDED_KEY_USAGE, false, code),
            ca().without(Issued.BASIC_CONSTRAINTS)
                .with(Issued.BASIC_CONSTRAINTS, false, constraints)));
    assertEquals(
        "M--",
        serves(
            leaf()
                .with(Issued.BASIC_CONSTRAINTS, true, constraints)
                .with(EXTENDED_KEY_USAGE, false, code),
            ca()));
  }
}
