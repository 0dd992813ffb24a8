package org.governance4j.risk;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.Checkpoint;
import org.governance4j.Clearance;
import org.governance4j.Decision;
import org.governance4j.DeploymentRejected;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.ModelRef;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.json.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * Lets a model into service only if
 *
 * <ol>
 *   <li>its signature verifies under a trusted key, and
 *   <li>an approval of exactly this artifact is proven to be in a log whose key is pinned.
 * </ol>
 *
 * <p>Everything is checked offline. So the gate cannot know of a later withdrawal that is not in
 * the evidence it is shown: hand it evidence with a recent checkpoint.
 *
 * <p>Immutable; safe for any number of threads; blocks on I/O.
 */
public final class Gate {

  private final ArtifactVerifier verifier;
  private final NoteVerifier log;
  private final @Nullable Set<String> approvers;

  private Gate(ArtifactVerifier verifier, NoteVerifier log, @Nullable Set<String> approvers) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.log = Objects.requireNonNull(log, "log");
    this.approvers = approvers;
  }

  /**
   * Makes a gate to which whoever may write to the log is an approver. Pin a log that only
   * approvers write to, not the one the service itself appends to, or name them with {@link
   * #approvedBy}.
   *
   * @param verifier trusts the keys that may sign models
   * @param log the pinned key of the log in which approvals are recorded
   */
  public Gate(ArtifactVerifier verifier, NoteVerifier log) {
    this(verifier, log, null);
  }

  /**
   * The same gate for the approvals of these actors alone. The log vouches that an actor was
   * written down, not that it was them.
   *
   * @param actors as approval entries name them, for example {@code user:alice}
   */
  public Gate approvedBy(Set<String> actors) {
    return new Gate(verifier, log, Set.copyOf(actors));
  }

  /**
   * Judges a model's evidence.
   *
   * @param model where the model is
   * @param signature its signature
   * @param approval the approval entry with its offline proof
   * @return the clearance, with the verified bytes to load the model from
   * @throws DeploymentRejected with the reason if anything is missing or wrong
   * @throws IOException if the model cannot be read
   */
  public Clearance admit(ArtifactSource model, SignatureBundle signature, Evidence approval)
      throws IOException {
    Objects.requireNonNull(approval, "approval");
    VerifiedArtifact artifact;
    try {
      artifact = verifier.verify(model, signature);
    } catch (ArtifactRejected e) {
      throw new DeploymentRejected(model.path() + " is not admitted: " + e.getMessage(), e);
    }
    try {
      return clear(artifact, approval);
    } catch (RuntimeException | Error e) {
      artifact.close();
      throw e;
    }
  }

  private Clearance clear(VerifiedArtifact artifact, Evidence approval) {
    Checkpoint shown;
    Entry entry;
    try {
      shown = approval.verify(log);
      entry = EntryCodec.decode(approval.entry());
    } catch (ProofRejected | NoteRejected | InvalidData e) {
      throw rejected(artifact, "its approval is not proven: " + e.getMessage(), e);
    }
    if (!entry.type().equals(Entry.Types.APPROVAL)) {
      throw rejected(
          artifact, "the evidence is an entry of type " + entry.type() + ", not an approval", null);
    }
    if (!Decision.Outcome.APPROVED.word().equals(entry.decision())) {
      throw rejected(
          artifact, "entry " + approval.index() + " says \"" + entry.decision() + "\"", null);
    }
    if (approvers != null && !approvers.contains(entry.actor())) {
      throw rejected(artifact, entry.actor() + " is not one of its approvers", null);
    }
    ModelRef approved = entry.model();
    if (approved == null || !approved.digest().equals(artifact.digest())) {
      throw rejected(
          artifact,
          "the approval is for "
              + (approved == null ? "no model" : approved.digest())
              + ", the artifact is "
              + artifact.digest(),
          null);
    }
    return new Clearance(approved, artifact, entry, approval.index(), shown);
  }

  private static DeploymentRejected rejected(
      VerifiedArtifact artifact, String reason, @Nullable Throwable cause) {
    return new DeploymentRejected(artifact.name() + " is not admitted: " + reason, cause);
  }
}
