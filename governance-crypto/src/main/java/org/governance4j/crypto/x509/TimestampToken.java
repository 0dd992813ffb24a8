package org.governance4j.crypto.x509;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.jspecify.annotations.Nullable;

/**
 * A timestamp (RFC 3161): CMS signed data of one signer, alone or in the answer of the authority.
 *
 * <p>Read strictly, in DER, at most {@value #MAX_BYTES} bytes. Certificates that come with it are
 * trusted for nothing. The accuracy that the authority claims is not looked at.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class TimestampToken {

  /** The largest timestamp that is read. */
  public static final int MAX_BYTES = 1 << 18;

  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final int MAX_EMBEDDED = 20;
  private static final int GRANTED_WITH_MODS = 1;

  private final byte[] content;
  private final TimestampInfo info;
  private final List<Certificate> embedded;
  private final CmsSigner signer;

  private TimestampToken(Der contentInfo) throws BadDer {
    if (!contentInfo.oid().equals(SIGNED_DATA)) {
      throw new BadDer("it is not signed data");
    }
    Der wrapper = contentInfo.enter(Der.context(0, true));
    contentInfo.end();
    Der data = wrapper.sequence();
    wrapper.end();
    if (data.integer(Integer.MAX_VALUE) != 3) {
      throw new BadDer("its signed data is not of version 3");
    }
    data.enter(Der.SET); // the digests that signers use; each names its own
    Der encapsulated = data.sequence();
    if (!encapsulated.oid().equals(TimestampInfo.OID)) {
      throw new BadDer("its content is no timestamp");
    }
    Der octets = encapsulated.enter(Der.context(0, true));
    encapsulated.end();
    this.content = octets.octets(Der.OCTET_STRING);
    octets.end();
    this.info = TimestampInfo.read(content);
    this.embedded =
        data.next(Der.context(0, true))
            ? certificates(data.enter(Der.context(0, true)))
            : List.of();
    if (data.next(Der.context(1, true))) {
      data.skip(); // revocation lists, which are not looked at
    }
    Der signers = data.enter(Der.SET);
    data.end();
    this.signer = CmsSigner.read(signers.sequence());
    signers.end();
  }

  /**
   * Reads a ContentInfo, or a TimeStampResp with a token in it.
   *
   * @throws ArtifactRejected if it is neither, the answer is a refusal, or it has not one signer
   */
  public static TimestampToken parse(byte[] der) {
    if (der.length > MAX_BYTES) {
      throw new ArtifactRejected(
          "timestamp has " + der.length + " bytes, the limit is " + MAX_BYTES);
    }
    try {
      Der outer = Der.of(der.clone());
      Der sequence = outer.sequence();
      outer.end();
      if (sequence.next(Der.OID)) {
        return new TimestampToken(sequence);
      }
      Der status = sequence.sequence();
      int code = status.integer(Integer.MAX_VALUE);
      if (code > GRANTED_WITH_MODS) {
        throw new BadDer("the authority did not grant it, status " + code);
      }
      Der contentInfo = sequence.sequence();
      sequence.end();
      return new TimestampToken(contentInfo);
    } catch (BadDer e) {
      throw new ArtifactRejected("timestamp is malformed: " + e.reason());
    }
  }

  /** The time that it states, which is worth nothing until {@link #verify} has returned. */
  public Instant claimedTime() {
    return info.time();
  }

  /** Whether it is about these bytes, according to itself. */
  public boolean isOf(byte[] data) {
    return info.isOf(data);
  }

  /** The certificates that came with it, trusted for nothing. */
  public List<Certificate> embedded() {
    return embedded;
  }

  /**
   * The time at which these bytes existed, according to one of these authorities: it signed a
   * digest of them, was trusted at that time, and so was its certificate.
   *
   * @throws ArtifactRejected if the timestamp is of other bytes or of none of the authorities; says
   *     why the likeliest is not it
   */
  public Instant verify(byte[] data, Collection<TimestampAuthority> authorities) {
    if (!info.isOf(data)) {
      throw new ArtifactRejected("the timestamp is of other data");
    }
    String fault = "no certificate of a trusted authority is the one that it names";
    for (TimestampAuthority authority : authorities) {
      for (Certificate candidate : candidates(authority)) {
        String wrong = fault(authority, candidate);
        if (wrong == null) {
          return info.time();
        }
        fault = wrong;
      }
    }
    throw new ArtifactRejected("the timestamp of " + info.time() + " is not trusted: " + fault);
  }

  /** Who may have signed, trusted or not. */
  private Set<Certificate> candidates(TimestampAuthority authority) {
    Set<Certificate> candidates = new LinkedHashSet<>();
    Certificate only = authority.signer();
    if (only != null) {
      candidates.add(only);
    } else {
      candidates.addAll(embedded);
    }
    candidates.removeIf(candidate -> !signer.names(candidate));
    return candidates;
  }

  private @Nullable String fault(TimestampAuthority authority, Certificate candidate) {
    // The cheaper first: without the authority the signature need not be looked at.
    String distrust = authority.fault(candidate, embedded, info.time());
    if (distrust != null) {
      return distrust;
    }
    try {
      return signer.fault(TimestampInfo.OID, content, candidate);
    } catch (BadDer e) {
      return e.reason();
    } catch (ArtifactRejected e) {
      return e.getMessage();
    }
  }

  private static List<Certificate> certificates(Der set) throws BadDer {
    List<Certificate> all = new ArrayList<>();
    while (set.more()) {
      if (all.size() == MAX_EMBEDDED) {
        throw new BadDer("it comes with more than " + MAX_EMBEDDED + " certificates");
      }
      try {
        all.add(Certificate.parse(set.element(Der.SEQUENCE)));
      } catch (ArtifactRejected e) {
        throw new BadDer("a " + e.getMessage());
      }
    }
    return List.copyOf(all);
  }
}
