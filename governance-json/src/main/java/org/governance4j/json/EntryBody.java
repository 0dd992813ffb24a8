package org.governance4j.json;

import java.util.Optional;
import org.governance4j.Entry;
import org.governance4j.InvalidData;

/**
 * What an entry of a known type says, as values instead of members: one record per type of {@link
 * Entry.Types}, and those of the ledger itself.
 *
 * <p>An {@link Entry} has two parts. The envelope is common to all types: time, actor, subject,
 * request, model, policy, sensitive values. The body is what the type adds: mostly {@code
 * decision}, {@code reason} and attributes, and it is what these records hold. A record writes
 * itself into an envelope ({@link #writeTo}) and is read out of an entry ({@link #from}).
 *
 * <ul>
 *   <li><b>Nothing is lost.</b> A body leaves members it does not know where they are: {@code
 *       body.writeTo(entry.toBuilder())} gives back the bytes of the entry it was read from, with
 *       whatever else stands in it.
 *   <li><b>Nothing is guessed.</b> An entry whose members do not have the shape of its type has no
 *       body; {@link #of} says which member it was. Such an entry is a valid entry all the same.
 * </ul>
 *
 * <p>Records of this interface are immutable and safe for any number of threads.
 */
public sealed interface EntryBody
    permits Approval,
        ArtifactVerified,
        Deploy,
        DriftAlert,
        Erasure,
        Heartbeat,
        HumanOverride,
        IndexCommitment,
        JudgedPrediction,
        KeyEvent,
        Loss,
        RiskAssessment,
        RollOver {

  /** The type of the entries that have this body. */
  String type();

  /**
   * Sets the members of this body, and leaves all others.
   *
   * @param entry a builder of an entry of {@link #type}
   * @return the builder
   */
  Entry.Builder writeTo(Entry.Builder entry);

  /**
   * The entry of this body alone, without a time.
   *
   * @param actor who did or found it
   * @param subject what it is about
   */
  default Entry toEntry(String actor, String subject) {
    return writeTo(Entry.builder(type(), actor, subject)).build();
  }

  /**
   * The body of an entry, or nothing if its type is not one of these or its members do not have the
   * shape of the type.
   */
  static Optional<EntryBody> from(Entry entry) {
    if (!BodyTypes.has(entry.type())) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(entry));
    } catch (InvalidData e) {
      return Optional.empty(); // by contract; whoever wants to know why calls of()
    }
  }

  /**
   * The body of an entry.
   *
   * @throws InvalidData if its type is not one of these, or a member does not have the shape of the
   *     type; the message names it
   */
  static EntryBody of(Entry entry) {
    return BodyTypes.read(entry);
  }
}
