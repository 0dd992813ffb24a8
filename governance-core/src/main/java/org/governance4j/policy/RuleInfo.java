package org.governance4j.policy;

import java.util.List;
import java.util.Objects;
import org.governance4j.Obligation;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of denials may want to know about a rule. {@link
 * org.governance4j.Violation#ruleIndex()} is its position in {@link RulePolicy#rules()}.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param id unique within its policy
 * @param kind the word for what it demands, for example {@code at_least}
 * @param severity how grave it is when it is broken
 * @param message what its author wants people to read, or null
 * @param fields every field it reads, in the order it names them
 * @param labels its tags
 * @param controls the controls it implements, each {@code framework:reference}
 * @param effect what follows when it is broken
 * @param obligations what it obliges to when it is broken, empty unless that is its effect
 */
public record RuleInfo(
    String id,
    String kind,
    Severity severity,
    @Nullable String message,
    List<String> fields,
    List<String> labels,
    List<String> controls,
    Effect effect,
    List<Obligation> obligations) {
  /** Copies the lists. */
  public RuleInfo {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(severity, "severity");
    fields = List.copyOf(fields);
    labels = List.copyOf(labels);
    controls = List.copyOf(controls);
    Objects.requireNonNull(effect, "effect");
    obligations = List.copyOf(obligations);
  }
}
