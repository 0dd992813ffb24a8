package org.governance4j.crypto.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Issued.Key;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The outside vectors are in the signing suite; here an authority of our own makes each fault. */
class TimestampTokenTest {
  private static final byte[] DATA = {1, 2, 3};
  private static final Instant TIME = Instant.parse("2035-06-01T12:00:00.5Z");
  private static final String SHA256 = "300d06096086480165030402010500";
  private static final String TIME_STAMPING = "300a06082b06010505070308";
  private static final String TST_INFO = "060b2a864886f70d0109100104";

  private static final Certificate ROOT = Issued.ca("tsa ca", Key.of(30), -1).bySelf();
  private static final Certificate SIGNER = signer(31, true);

  private static Certificate signer(int key, boolean critical) {
    return Issued.leaf("tsa", Key.of(key))
        .with("2.5.29.37", critical, hex(TIME_STAMPING))
        .serial(key)
        .by("tsa ca", Key.of(30));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] seq(byte[]... parts) {
    return tagged(Der.SEQUENCE, parts);
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      int length = all.length;
      all = Arrays.copyOf(all, length + part.length);
      System.arraycopy(part, 0, all, length, part.length);
    }
    return Der.write(tag, all);
  }

  private static byte[] integer(long value) {
    return Der.write(Der.INTEGER, BigInteger.valueOf(value).toByteArray());
  }

  /** By hand after RFC 3161 and RFC 5652, with a place for each fault. */
  private static final class Token {
    int version = 1;
    int signedDataVersion = 3;
    String imprintAlgorithm = SHA256;
    String time = "20350601120000.5Z";
    byte[] contentType = hex(TST_INFO);
    Certificate named = SIGNER;
    Key key = Key.of(31);
    Certificate signingCertificate = SIGNER;
    List<Certificate> embedded = List.of();
    UnaryOperator<List<byte[]>> attributes = all -> all;
    int signers = 1;
    @Nullable Integer status;
    boolean wrongDigest;

    byte[] encoded() {
      byte[] info =
          seq(
              integer(version),
              hex("06032a0304"),
              seq(hex(imprintAlgorithm), Der.write(4, DigestAlgorithm.SHA256.of(DATA))),
              integer(77),
              Der.write(Der.GENERALIZED_TIME, time.getBytes(US_ASCII)));
      byte[] digest = DigestAlgorithm.SHA256.of(wrongDigest ? DATA : info);
      List<byte[]> list =
          new ArrayList<>(
              List.of(
                  attribute("06092a864886f70d010903", contentType),
                  attribute("06092a864886f70d010904", Der.write(4, digest)),
                  attribute(
                      "060b2a864886f70d010910022f",
                      seq(
                          seq(
                              seq(
                                  Der.write(
                                      4,
                                      DigestAlgorithm.SHA256.of(
                                          signingCertificate.encoded()))))))));
      byte[][] signed = attributes.apply(list).toArray(byte[][]::new);
      byte[] signature = key.sign(DigestAlgorithm.SHA256.of(tagged(Der.SET, signed)));
      byte[] signer =
          seq(
              integer(1),
              seq(nameOf(named), Der.write(Der.INTEGER, named.serialNumber().toByteArray())),
              hex(SHA256),
              tagged(0xa0, signed),
              hex("300a06082a8648ce3d040302"),
              Der.write(4, signature));
      byte[][] all = new byte[signers][];
      Arrays.fill(all, signer);
      byte[] data =
          seq(
              integer(signedDataVersion),
              tagged(Der.SET, hex(SHA256)),
              seq(hex(TST_INFO), tagged(0xa0, Der.write(4, info))),
              tagged(0xa0, embedded.stream().map(Certificate::encoded).toArray(byte[][]::new)),
              tagged(Der.SET, all));
      byte[] contentInfo = seq(hex("06092a864886f70d010702"), tagged(0xa0, data));
      return status == null ? contentInfo : seq(seq(integer(status)), contentInfo);
    }

    private static byte[] nameOf(Certificate certificate) {
      assertEquals("CN=tsa ca", certificate.issuer());
      return Issued.der(new X500Name(certificate.issuer()));
    }
  }

  private static byte[] attribute(String oid, byte[] value) {
    return seq(hex(oid), tagged(Der.SET, value));
  }

  private static TimestampAuthority authority(Certificate... chain) {
    return new TimestampAuthority(List.of(chain), null, null);
  }

  private static Instant verify(Token token, TimestampAuthority authority) {
    return TimestampToken.parse(token.encoded()).verify(DATA, List.of(authority));
  }

  private static void refused(Token token) {
    assertThrows(ArtifactRejected.class, () -> verify(token, authority(SIGNER, ROOT)));
  }

  @Rule("S130")
  @Test
  void certificates_with_the_name_of_the_signer_cost_no_search_for_a_path() {
    Certificate decoy =
        Issued.leaf("tsa", Key.of(32))
            .with("2.5.29.37", true, hex(TIME_STAMPING))
            .serial(31)
            .by("tsa ca", Key.of(33));
    TimestampAuthority authority = new TimestampAuthority(List.of(ROOT), null, null);
    Token token = new Token();
    token.embedded = List.of(decoy);
    TimestampToken alone = TimestampToken.parse(token.encoded());
    String reason =
        String.valueOf(
            assertThrows(ArtifactRejected.class, () -> alone.verify(DATA, List.of(authority)))
                .getMessage());
    assertTrue(reason.contains("made with another certificate"), reason);
    token.embedded = List.of(decoy, SIGNER);
    assertEquals(TIME, TimestampToken.parse(token.encoded()).verify(DATA, List.of(authority)));
  }

  @Rule("S49")
  @Test
  void a_timestamp_alone_or_in_an_answer_gives_its_time() {
    Token token = new Token();
    assertEquals(TIME, verify(token, authority(SIGNER, ROOT)));
    for (int status : new int[] {0, 1}) {
      token.status = status;
      assertEquals(TIME, verify(token, authority(SIGNER, ROOT)));
    }
    token.status = 2;
    refused(token);
  }

  @Rule("S49")
  @Test
  void the_signer_is_the_one_of_the_authority_or_comes_along_under_its_ca() {
    Token token = new Token();
    assertThrows(ArtifactRejected.class, () -> verify(token, authority(ROOT)));
    token.embedded = List.of(SIGNER);
    assertEquals(TIME, verify(token, authority(ROOT)));
    // Another signer of the same CA where one is named.
    assertThrows(ArtifactRejected.class, () -> verify(token, authority(signer(32, true), ROOT)));
    Certificate other = Issued.ca("tsa ca", Key.of(33), -1).bySelf();
    assertThrows(ArtifactRejected.class, () -> verify(token, authority(other)));
  }

  @Rule("S49")
  @Test
  void an_authority_is_trusted_to_the_end_of_its_time_and_only_for_time_stamping() {
    Token token = new Token();
    List<Certificate> chain = List.of(SIGNER, ROOT);
    assertEquals(TIME, verify(token, new TimestampAuthority(chain, TIME, TIME)));
    assertThrows(
        ArtifactRejected.class,
        () -> verify(token, new TimestampAuthority(chain, null, TIME.minusMillis(1))));
    assertThrows(
        ArtifactRejected.class,
        () -> verify(token, new TimestampAuthority(chain, TIME.plusMillis(1), null)));
    Certificate lax = signer(31, false);
    token.signingCertificate = lax;
    token.named = lax;
    assertThrows(ArtifactRejected.class, () -> verify(token, authority(lax, ROOT)));
    Token late = new Token();
    late.time = "20410101000000Z"; // after the certificates
    refused(late);
  }

  @Rule("S49")
  @Test
  void every_fault_of_a_timestamp_is_refused() {
    TimestampToken sound = TimestampToken.parse(new Token().encoded());
    assertThrows(
        ArtifactRejected.class,
        () -> sound.verify(new byte[] {1, 2, 4}, List.of(authority(SIGNER, ROOT))));
    List<Consumer<Token>> faults =
        List.of(
            t -> t.version = 2,
            t -> t.signedDataVersion = 1,
            t -> t.imprintAlgorithm = "300906052b0e03021a0500", // SHA-1
            t -> t.time = "20350601120000.50Z",
            t -> t.time = "20350601120000",
            t -> t.time = "20351301120000Z",
            t -> t.contentType = hex("06092a864886f70d010701"),
            t -> t.wrongDigest = true,
            t -> t.named = signer(32, true),
            t -> t.key = Key.of(32),
            t -> t.signingCertificate = ROOT,
            t -> t.signers = 0,
            t -> t.signers = 2,
            t -> t.attributes = all -> all.subList(0, 2),
            t -> t.attributes = all -> all.subList(1, 3),
            t -> t.attributes = all -> List.of(all.get(0), all.get(2)),
            t -> t.attributes = all -> List.of(all.get(0), all.get(1), all.get(2), all.get(0)));
    for (int i = 0; i < faults.size(); i++) {
      Token token = new Token();
      faults.get(i).accept(token);
      assertThrows(
          ArtifactRejected.class, () -> verify(token, authority(SIGNER, ROOT)), "fault " + i);
    }
  }

  @Rule("S49")
  @Test
  void no_change_of_a_timestamp_gives_another_time_or_another_failure() {
    Token token = new Token();
    token.embedded = List.of(SIGNER);
    byte[] encoded = token.encoded();
    List<TimestampAuthority> authorities = List.of(authority(SIGNER, ROOT));
    int refused = 0;
    for (int bit = 0; bit < encoded.length * 8; bit++) {
      byte[] changed = encoded.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        Instant time = TimestampToken.parse(changed).verify(DATA, authorities);
        assertEquals(TIME, time, "bit " + bit);
      } catch (ArtifactRejected e) {
        refused++;
      }
    }
    assertTrue(refused > encoded.length * 4, "refused " + refused);
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThrows(ArtifactRejected.class, () -> TimestampToken.parse(cut));
    }
    byte[] most = new byte[TimestampToken.MAX_BYTES];
    byte[] more = new byte[TimestampToken.MAX_BYTES + 1];
    String malformed =
        assertThrows(ArtifactRejected.class, () -> TimestampToken.parse(most)).getMessage();
    String large =
        assertThrows(ArtifactRejected.class, () -> TimestampToken.parse(more)).getMessage();
    assertNotEquals(malformed, large);
  }
}
