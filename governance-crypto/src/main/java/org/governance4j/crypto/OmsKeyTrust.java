package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.ResourceNames;

/** Trusts keys: any of them, or as many as a policy asks for. */
final class OmsKeyTrust implements OmsTrust {

  private final List<VerificationKey> keys;
  private final Map<VerificationKey, String> hints = new LinkedHashMap<>();
  private final Signers policy;
  private final boolean legacy;

  /**
   * Trusts keys.
   *
   * @param policy which of them are enough
   * @param legacy whether signatures of version 0.2 of the reference count too
   */
  OmsKeyTrust(Signers policy, boolean legacy) {
    this.keys = List.copyOf(policy.keys());
    keys.forEach(key -> hints.put(key, key.omsHint()));
    this.policy = policy;
    this.legacy = legacy;
  }

  @Override
  public Signatory signatory(OmsClaim claim) {
    OmsBundle bundle = claim.bundle();
    if (!(bundle.material() instanceof OmsMaterial.Key named)) {
      throw new ArtifactRejected(
          "the bundle was signed with "
              + bundle.material().describe()
              + ", trusted is a key: "
              + keys);
    }
    byte[] signedBytes = OmsBundle.signedBytes(bundle.payload());
    List<VerificationKey> candidates = candidates(named);
    for (VerificationKey key : candidates) {
      if (key.accepts(signedBytes, bundle.signature()) || (legacy && old(key, bundle))) {
        return new Signatory(key.toString(), key);
      }
    }
    throw new ArtifactRejected("the signature is not valid for the trusted key " + candidates);
  }

  private static boolean old(VerificationKey key, OmsBundle bundle) {
    return LegacySignature.accepts(key.key(), bundle.payload(), bundle.signature());
  }

  /** The keys that the bundle may mean: its hint proves nothing, but may contradict. */
  private List<VerificationKey> candidates(OmsMaterial.Key named) {
    byte[] spki = named.spki();
    List<VerificationKey> candidates = new ArrayList<>();
    for (VerificationKey key : keys) {
      if ((named.hint().isEmpty() || named.hint().equals(hints.get(key)))
          && (spki == null || key.isSpki(spki))) {
        candidates.add(key);
      }
    }
    if (candidates.isEmpty()) {
      throw new ArtifactRejected(
          "the signature is of another key: the bundle names the key "
              + (spki == null ? ResourceNames.quote(named.hint()) : "that it has in rawBytes")
              + ", trusted are "
              + keys.stream().map(key -> key + " (" + hints.get(key) + ")").toList());
    }
    return candidates;
  }

  @Override
  public boolean isEnough(Collection<Signatory> signed) {
    Set<VerificationKey> known = new HashSet<>();
    for (Signatory one : signed) {
      if (one.key() != null) {
        known.add(one.key());
      }
    }
    return policy.signers().stream().filter(signer -> known.containsAll(signer.keys())).count()
        >= policy.threshold();
  }

  @Override
  public String demand() {
    return policy.toString();
  }

  @Override
  public String toString() {
    return policy.toString();
  }
}
