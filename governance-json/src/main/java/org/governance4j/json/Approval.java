package org.governance4j.json;

import java.util.Objects;
import org.governance4j.Decision;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A human released a model or a change, or refused to: {@code approval}. The entry's actor is the
 * human, its model what was decided about; {@link Decision} writes the same members.
 *
 * @param outcome {@code decision}
 * @param reason {@code reason}, in the actor's words, or null
 * @param basis the leaf hash of the entry it rests on, for example of the assessment, or null
 */
public record Approval(Decision.Outcome outcome, @Nullable String reason, @Nullable Digest basis)
    implements EntryBody {

  /** Refuses null for the outcome. */
  public Approval {
    Objects.requireNonNull(outcome, "outcome");
  }

  @Override
  public String type() {
    return Entry.Types.APPROVAL;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "basis", basis);
    return entry.decision(outcome.word()).reason(reason);
  }

  static Approval read(BodyMembers members) {
    return new Approval(
        members.decision(Decision.Outcome.values(), Decision.Outcome::word),
        members.entry().reason(),
        members.optionalDigest("basis"));
  }
}
