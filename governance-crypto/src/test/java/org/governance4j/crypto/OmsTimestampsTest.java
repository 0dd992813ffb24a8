package org.governance4j.crypto;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signature outlives its certificate if a trusted authority saw it in time. */
class OmsTimestampsTest {

  private static final Instant DURING = Pki.FROM.plusSeconds(3_600);
  private static final Clock LATER = Clock.fixed(Pki.TO.plusSeconds(86_400), ZoneOffset.UTC);
  private static final TrustedRoot AUTHORITY =
      TrustedRoot.parse(CanonicalJson.write(new FakeSigstore().root()));

  @TempDir Path temp;
  private ArtifactSource source;
  private SignatureBundle bundle;
  private byte[] signature;
  private OmsVerifier verifier;

  @BeforeEach
  void a_signed_model_whose_certificate_has_expired() throws Exception {
    Pki.Holder root = Pki.root("root");
    Pki.Holder leaf = Pki.leaf(root, Pki.For.CODE, Pki.FROM, Pki.TO);
    source = ArtifactSource.of(Model.create(temp.resolve("m")));
    bundle = new OmsSigner(leaf.key()).withCertificates(leaf.pem()).sign(source);
    signature = Oms.parse(bundle).signature();
    verifier = OmsVerifier.trustingCertificates(root.pem()).withClock(LATER);
  }

  private SignatureBundle with(byte[]... tokens) {
    List<JsonValue> stamps = new ArrayList<>();
    for (byte[] token : tokens) {
      stamps.add(
          JsonValue.object()
              .with("signedTimestamp", JsonValue.of(Base64.getEncoder().encodeToString(token))));
    }
    return SignatureBundle.of(
        CanonicalJson.write(
            FakeSigstore.set(
                StrictJson.parseObject(bundle.bytes()),
                "verificationMaterial.timestampVerificationData",
                JsonValue.object().with("rfc3161Timestamps", new JsonValue.Arr(stamps)))));
  }

  private void refused(OmsVerifier by, SignatureBundle of) {
    ArtifactRejected refusal = assertThrows(ArtifactRejected.class, () -> by.check(source, of));
    assertTrue(String.valueOf(refusal.getMessage()).length() > 10, refusal::toString);
  }

  @Test
  @Rule("S141")
  void a_signature_that_was_stamped_in_time_verifies_after_its_certificate_expired()
      throws Exception {
    OmsVerifier stamps = verifier.trustingTimestamps(AUTHORITY);
    SignatureBundle stamped = with(FakeSigstore.stamp(DURING, signature));
    String signer = stamps.check(source, stamped).signer();
    assertTrue(signer.contains("CN=leaf"), signer);
    // The very ends of the certificate's life count.
    stamps.check(source, with(FakeSigstore.stamp(Pki.FROM, signature)));
    stamps.check(source, with(FakeSigstore.stamp(Pki.TO, signature)));
    // Of several tokens the first that holds tells the time.
    byte[] other = FakeSigstore.stamp(DURING, new byte[] {1});
    stamps.check(source, with(other, FakeSigstore.stamp(DURING, signature)));
    // Without trust in an authority it is now, and without a token too.
    refused(verifier, stamped);
    refused(stamps, bundle);
  }

  @Test
  @Rule("S142")
  void a_stamp_from_outside_of_the_certificates_life_or_not_of_the_authority_is_refused()
      throws Exception {
    OmsVerifier stamps = verifier.trustingTimestamps(AUTHORITY);
    refused(stamps, with(FakeSigstore.stamp(Pki.FROM.minusSeconds(1), signature)));
    refused(stamps, with(FakeSigstore.stamp(Pki.TO.plusSeconds(1), signature)));
    refused(stamps, with(FakeSigstore.stamp(DURING, new byte[] {1})));
    refused(stamps, with(FakeSigstore.stampOfAnother(DURING, signature)));
    byte[] changed = FakeSigstore.stamp(DURING, signature);
    changed[changed.length - 1] ^= 1;
    refused(stamps, with(changed));
    // A stamp that does not hold is a refusal also while the certificate is valid.
    OmsVerifier now = stamps.withClock(Clock.fixed(DURING, ZoneOffset.UTC));
    now.check(source, bundle);
    refused(now, with(FakeSigstore.stampOfAnother(DURING, signature)));
    // The authority of another root is none.
    JsonValue.Obj none = new FakeSigstore().root().with("timestampAuthorities", JsonValue.array());
    OmsVerifier nobody = verifier.trustingTimestamps(TrustedRoot.parse(CanonicalJson.write(none)));
    refused(nobody, with(FakeSigstore.stamp(DURING, signature)));
  }
}
