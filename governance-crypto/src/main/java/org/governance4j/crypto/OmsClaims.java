package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.ArtifactRejected;

/**
 * What of a signature file counts: the statements that the trusted have signed, each with those who
 * signed the same. In a file of several bundles one that is not trusted, or says something else, is
 * passed over, because others may put their claims there; if nothing is left, it is the reason.
 */
final class OmsClaims {

  private final OmsTrust trust;
  private final OmsStatementReader reader;
  private final Map<String, Agreed> agreed = new LinkedHashMap<>();
  private final List<ArtifactRejected> refusals = new ArrayList<>();

  private OmsClaims(OmsTrust trust, OmsStatementReader reader) {
    this.trust = trust;
    this.reader = reader;
  }

  /**
   * A statement and who signed it.
   *
   * @param statement as the newest of them wrote it
   * @param signers those who are trusted
   */
  record Agreed(OmsStatement statement, Set<OmsTrust.Signatory> signers) {
    /** Their names, for people. */
    String names() {
      return String.join(", ", signers.stream().map(OmsTrust.Signatory::name).toList());
    }
  }

  /**
   * The statements with signatures enough, newest first, at least one.
   *
   * @throws ArtifactRejected if there is none; says why
   */
  static List<Agreed> of(List<OmsClaim> claims, OmsTrust trust, OmsStatementReader reader) {
    OmsClaims all = new OmsClaims(trust, reader);
    for (OmsClaim claim : claims) {
      all.add(claim, claims.size() == 1);
    }
    List<Agreed> enough =
        all.agreed.values().stream().filter(one -> trust.isEnough(one.signers())).toList();
    if (enough.isEmpty()) {
      throw all.refusal();
    }
    return enough;
  }

  private void add(OmsClaim claim, boolean alone) {
    try {
      OmsTrust.Signatory signatory = trust.signatory(claim);
      OmsStatement statement = reader.read(claim.bundle().payload());
      // One that is alone need not be compared with others.
      agreed
          .computeIfAbsent(
              alone ? "" : statement.claim(), any -> new Agreed(statement, new LinkedHashSet<>()))
          .signers()
          .add(signatory);
    } catch (ArtifactRejected e) {
      refusals.add(e);
    }
  }

  private ArtifactRejected refusal() {
    if (agreed.isEmpty() && refusals.size() == 1) {
      return refusals.get(0);
    }
    StringBuilder why = new StringBuilder("the signatures do not suffice: needed is ");
    why.append(trust.demand());
    for (Agreed one : agreed.values()) {
      why.append(", the same files were signed by ").append(one.names());
    }
    if (!refusals.isEmpty()) {
      why.append("; of the others the first does not count because ")
          .append(refusals.get(0).getMessage());
    }
    return new ArtifactRejected(why.toString(), refusals.isEmpty() ? null : refusals.get(0));
  }
}
