package org.governance4j.crypto.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Issued.Key;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateChainTest {
  private static final Instant AT = Issued.AT;
  private static final byte[] NULL = {5, 0};

  private static List<Certificate> validate(List<Certificate> chain) {
    return CertificateChain.validate(
        chain.get(0),
        chain.subList(1, chain.size() - 1),
        chain.subList(chain.size() - 1, chain.size()),
        AT);
  }

  /** What is wrong with a chain, and whether the JDK looks at that too. */
  enum Fault {
    NONE(true),
    EXPIRED(true),
    NOT_YET_VALID(true),
    OTHER_KEY(true),
    OTHER_ISSUER(true),
    NO_CA(true),
    NO_BASIC_CONSTRAINTS(true),
    NO_CERT_SIGN(true),
    TOO_LONG(true),
    UNKNOWN_CRITICAL(true),
    SHA_1(false),
    SHA_224(false),
    ANCHOR_EXPIRED(false),
    ANCHOR_NO_CA(false),
    ANCHOR_TOO_FAR(false),
    NAME_CONSTRAINTS(false),
    SHORT_RSA_KEY(false);

    private final boolean jdk;

    Fault(boolean jdk) {
      this.jdk = jdk;
    }
  }

  @Rule({"S44", "S45"})
  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_chain_is_accepted_if_nothing_is_wrong_with_it_and_the_jdk_agrees(Fault fault)
      throws Exception {
    for (long seed = 0; seed < 6; seed++) {
      List<Certificate> chain = chain(fault, new Random(seed));
      String where = "seed " + seed + ": " + chain;
      boolean ours = accepts(chain);
      assertEquals(fault == Fault.NONE, ours, where);
      if (fault.jdk) {
        assertEquals(ours, jdkAccepts(chain), where);
      }
    }
  }

  /** Leaf first, anchor last, two to five certificates, the fault in one that can have it. */
  private static List<Certificate> chain(Fault fault, Random random) throws Exception {
    int size = (fault == Fault.TOO_LONG ? 4 : 3) + random.nextInt(3);
    boolean anywhere =
        Set.of(
                Fault.EXPIRED,
                Fault.NOT_YET_VALID,
                Fault.OTHER_KEY,
                Fault.OTHER_ISSUER,
                Fault.UNKNOWN_CRITICAL,
                Fault.SHA_1,
                Fault.SHA_224)
            .contains(fault);
    int spoilt = anywhere ? random.nextInt(size - 1) : 1 + random.nextInt(size - 2);
    if (fault == Fault.TOO_LONG) {
      spoilt = 2 + random.nextInt(size - 3);
    }
    List<Certificate> chain = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean anchor = i == size - 1;
      Key key = Key.of(i);
      int limit = random.nextBoolean() ? -1 : Math.max(0, i - 1) + random.nextInt(2);
      if ((fault == Fault.TOO_LONG && i == spoilt) || (fault == Fault.ANCHOR_TOO_FAR && anchor)) {
        limit = random.nextInt(i - 1);
      }
      Issued issued = i == 0 ? Issued.leaf("0", key) : Issued.ca("" + i, key, limit);
      String issuer = anchor ? "" + i : "" + (i + 1);
      Key issuerKey = anchor ? key : Key.of(i + 1);
      if (i == spoilt) {
        switch (fault) {
          case EXPIRED -> issued.valid(Issued.FROM, AT.minusSeconds(1));
          case NOT_YET_VALID -> issued.valid(AT.plusSeconds(1), Issued.TO);
          case OTHER_KEY -> issuerKey = Key.of(99);
          case OTHER_ISSUER -> issuer = "other";
          case NO_CA ->
              issued
                  .without(Issued.BASIC_CONSTRAINTS)
                  .with(Issued.BASIC_CONSTRAINTS, true, new byte[] {0x30, 0});
          case NO_BASIC_CONSTRAINTS -> issued.without(Issued.BASIC_CONSTRAINTS);
          case NO_CERT_SIGN ->
              issued.without(Issued.KEY_USAGE).keyUsage(KeyUsage.DIGITAL_SIGNATURE);
          case UNKNOWN_CRITICAL -> issued.with("1.2.3.4", true, NULL);
          case NAME_CONSTRAINTS -> issued.with("2.5.29.30", false, new byte[] {0x30, 0});
          case SHA_1 -> issued.digest(DigestAlgorithm.SHA1);
          case SHA_224 -> issued.digest(DigestAlgorithm.SHA224);
          default -> {}
        }
      }
      if (anchor && fault == Fault.ANCHOR_EXPIRED) {
        issued.valid(Issued.FROM, AT.minusSeconds(1));
      }
      if (anchor && fault == Fault.ANCHOR_NO_CA) {
        issued.without(Issued.BASIC_CONSTRAINTS);
      }
      if (i == 0 && fault == Fault.SHORT_RSA_KEY) {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        issued.spki(rsa.generateKeyPair().getPublic().getEncoded());
      }
      chain.add(issued.by(issuer, issuerKey));
    }
    return chain;
  }

  private static boolean accepts(List<Certificate> chain) {
    List<Certificate> path;
    try {
      List<Certificate> shuffled = new ArrayList<>(chain.subList(1, chain.size() - 1));
      Collections.reverse(shuffled);
      path =
          CertificateChain.validate(
              chain.get(0), shuffled, chain.subList(chain.size() - 1, chain.size()), AT);
    } catch (ArtifactRejected e) {
      return false;
    }
    assertEquals(chain, path);
    return true;
  }

  private static boolean jdkAccepts(List<Certificate> chain) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> all = new ArrayList<>();
    for (Certificate certificate : chain) {
      all.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(certificate.encoded())));
    }
    X509Certificate anchor = all.remove(all.size() - 1);
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(AT));
    try {
      CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(all), parameters);
      return true;
    } catch (CertPathValidatorException e) {
      return false;
    }
  }

  @Rule("S45")
  @Test
  void a_path_has_ten_certificates_at_most() {
    assertEquals(10, validate(line(10)).size());
    List<Certificate> eleven = line(11);
    String reason = assertThrows(ArtifactRejected.class, () -> validate(eleven)).getMessage();
    assertTrue(String.valueOf(reason).contains("more than 10"), reason);
  }

  private static List<Certificate> line(int size) {
    List<Certificate> chain = new ArrayList<>();
    chain.add(Issued.leaf("0", Key.of(0)).by("1", Key.of(1)));
    for (int i = 1; i < size; i++) {
      int issuer = Math.min(i + 1, size - 1);
      chain.add(Issued.ca("" + i, Key.of(i), -1).by("" + issuer, Key.of(issuer)));
    }
    return chain;
  }

  @Rule("S46")
  @Test
  void cas_that_sign_each_other_round_and_round_are_given_up() {
    List<Certificate> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 9; j++) {
        if (i != j) {
          all.add(Issued.ca("same", Key.of(i), -1).serial(10 * i + j).by("same", Key.of(j)));
        }
      }
    }
    Certificate leaf = Issued.leaf("leaf", Key.of(50)).by("same", Key.of(0));
    Certificate anchor = Issued.ca("same", Key.of(60), -1).bySelf();
    String reason =
        assertThrows(
                ArtifactRejected.class,
                () -> CertificateChain.validate(leaf, all, List.of(anchor), AT))
            .getMessage();
    assertTrue(String.valueOf(reason).contains("64 steps"), reason);
  }

  @Rule("S46")
  @Test
  void more_than_a_hundred_intermediate_certificates_are_refused() {
    List<Certificate> chain = line(3);
    List<Certificate> hundred = new ArrayList<>(Collections.nCopies(100, chain.get(1)));
    assertEquals(
        chain, CertificateChain.validate(chain.get(0), hundred, List.of(chain.get(2)), AT));
    hundred.add(chain.get(1));
    assertThrows(
        ArtifactRejected.class,
        () -> CertificateChain.validate(chain.get(0), hundred, List.of(chain.get(2)), AT));
  }

  @Rule("S45")
  @Test
  void an_intermediate_and_a_leaf_may_be_trusted_and_nothing_else_is() {
    List<Certificate> chain = line(4);
    Certificate leaf = chain.get(0);
    assertEquals(
        chain.subList(0, 2), CertificateChain.validate(leaf, List.of(), List.of(chain.get(1)), AT));
    Certificate own = Issued.leaf("own", Key.of(7)).bySelf();
    assertEquals(List.of(own), CertificateChain.validate(own, List.of(), List.of(own), AT));
    assertThrows(
        ArtifactRejected.class, () -> CertificateChain.validate(leaf, chain, List.of(), AT));
    assertThrows(
        ArtifactRejected.class, () -> CertificateChain.validate(leaf, chain, List.of(own), AT));
    assertThrows(
        ArtifactRejected.class,
        () -> CertificateChain.validate(own, List.of(own), List.of(chain.get(3)), AT));
  }

  @Rule("S45")
  @Test
  void an_issuer_that_does_not_lead_to_an_anchor_is_passed_by() {
    Certificate leaf = Issued.leaf("leaf", Key.of(0)).by("ca", Key.of(1));
    Certificate expired =
        Issued.ca("ca", Key.of(1), -1).valid(Issued.FROM, AT.minusSeconds(1)).by("root", Key.of(2));
    Certificate astray = Issued.ca("ca", Key.of(1), -1).by("nobody", Key.of(3));
    Certificate right = Issued.ca("ca", Key.of(1), -1).serial(2).by("root", Key.of(2));
    Certificate root = Issued.ca("root", Key.of(2), -1).bySelf();
    assertEquals(
        List.of(leaf, right, root),
        CertificateChain.validate(leaf, List.of(expired, astray, root, right), List.of(root), AT));
  }

  @Rule("S44")
  @Test
  void a_certificate_is_valid_at_both_ends_of_its_validity() {
    Certificate own = Issued.leaf("own", Key.of(7)).bySelf();
    List<Certificate> alone = List.of(own);
    assertEquals(alone, CertificateChain.validate(own, List.of(), alone, Issued.FROM));
    assertEquals(alone, CertificateChain.validate(own, List.of(), alone, Issued.TO));
    for (Instant at : List.of(Issued.FROM.minusNanos(1), Issued.TO.plusNanos(1))) {
      assertThrows(
          ArtifactRejected.class, () -> CertificateChain.validate(own, List.of(), alone, at));
    }
  }
}
