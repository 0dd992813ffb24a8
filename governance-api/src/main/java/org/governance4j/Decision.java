package org.governance4j;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A human decision about a model, ready to be recorded: the body of {@code approval} and {@code
 * risk-assessment} entries.
 *
 * @param type {@link Entry.Types#APPROVAL}, {@link Entry.Types#RISK_ASSESSMENT} or another word
 * @param actor who decided, for example {@code user:alice}
 * @param outcome what was decided
 * @param model the model it is about
 * @param reason why, in the actor's words
 * @param basis the leaf hash of the entry the decision rests on, for example of the assessment
 *     behind an approval, or null
 */
public record Decision(
    String type,
    String actor,
    Outcome outcome,
    ModelRef model,
    String reason,
    @Nullable Digest basis) {

  /** What a human decided. */
  public enum Outcome {
    /** Yes. */
    APPROVED,
    /** No. */
    REJECTED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** Refuses nulls and a blank reason. */
  public Decision {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(model, "model");
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a decision needs a reason");
    }
  }

  /** The entry that records this decision. */
  public Entry toEntry() {
    Entry.Builder entry =
        Entry.builder(type, actor, "model:" + model.name())
            .model(model)
            .decision(outcome.word())
            .reason(reason);
    if (basis != null) {
      entry.attribute("basis", JsonValue.of(basis.toString()));
    }
    return entry.build();
  }
}
