package org.governance4j.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.BoundPolicy;
import org.governance4j.Digest;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;

/**
 * An output policy made of declarative rules, read from a strict JSON file or written with {@link
 * #builder}:
 *
 * <pre>{@code
 * {"name": "credit-output",
 *  "rules": [
 *   {"id": "low_confidence", "kind": "at_least", "field": "confidence", "limit": 0.7},
 *   {"id": "label", "kind": "allowed", "field": "label", "values": ["approve", "deny"]}]}
 * }</pre>
 *
 * <p>The kinds of rules and their members are described in {@link RulePolicyBuilder}; the file as a
 * whole in the JSON Schema {@code policy.schema.json} beside this class. Every rule has an {@code
 * id} and may have a {@code message} for people, a {@code severity}, {@code labels}, the {@code
 * controls} it implements and an {@link Effect effect}, with {@link Obligations obligations} if
 * that is {@code oblige}.
 *
 * <ul>
 *   <li>if a rule that denies is broken, the verdict is a denial; else, if one that escalates is,
 *       an escalation. Both carry the violations of all broken rules, in the order of the rules,
 *       within a rule in the order of its fields. Else the obligations of the broken rules follow,
 *       in the order of the rules
 *   <li>a field that a rule reads must be present and, if it is a number, finite: otherwise it
 *       denies, whatever the rule's effect, also where NaN or an infinity would satisfy its
 *       comparison
 *   <li>a denial's cause is {@link org.governance4j.Verdict.Cause#POLICY} if a rule that denies is
 *       broken by a value that is there, and {@link org.governance4j.Verdict.Cause#UNDEFINED_INPUT}
 *       if all that denies is missing or non-finite values
 *   <li>numbers are compared as doubles. A float is widened exactly, so the float nearest to 0.7,
 *       which is 0.699999988…, is below the limit 0.7; write limits that both types carry exactly,
 *       or with a margin, where a model answers in floats
 *   <li>strings are compared by their UTF-16 code units, without any normalisation
 *   <li>violations withhold the values of sensitive fields, and where such a value chooses a limit
 *       or a list, that too
 * </ul>
 *
 * <p>Beside its rules a policy may have {@link Window windows}, rules about the stream of verdicts:
 * {@code "windows":[…]} in the file. They count, so that what {@link #bind} returns for such a
 * policy is not immutable: each binding has counters of its own, which begin empty. Whoever
 * replaces a policy, even by an equal one, starts new counters.
 *
 * <p>When bound, all conditions become one flat plan: allowing costs a few nanoseconds per
 * condition and allocates nothing, whatever else the process has loaded.
 *
 * <p>Immutable; safe for any number of threads. What {@link #bind} returns is safe for any number
 * of threads too.
 */
public final class RulePolicy implements OutputPolicy {
  /** The longest name of a policy in characters. */
  public static final int MAX_NAME_LENGTH = 128;

  /** The most rules of a policy. */
  public static final int MAX_RULES = 10_000;

  /** The most fields or values that one rule may list. */
  public static final int MAX_VALUES = RuleHead.MAX_VALUES;

  /** The most windows of a policy. */
  public static final int MAX_WINDOWS = 64;

  /** The largest rule file in bytes. */
  public static final int MAX_FILE_BYTES = 16 << 20;

  /**
   * The most instructions that the expressions of all {@code regex} rules and of all {@code
   * pattern}s in schemas may need together; those that must not match count once for each field.
   */
  public static final int MAX_INSTRUCTIONS = 200_000;

  /** What one prediction may cost unless the policy says otherwise, in steps. */
  public static final long DEFAULT_BUDGET = 1_000_000;

  /** The largest budget in steps. */
  public static final long MAX_BUDGET = 1_000_000_000;

  private final String name;
  private final List<Rule> rules;
  private final List<WindowRule> windows;
  private final byte[] json;
  private final String revision;
  private final long budget;

  RulePolicy(String name, List<Rule> rules, List<WindowRule> windows, long budget) {
    RuleHead.requireLine("the name of a policy", name, MAX_NAME_LENGTH);
    if (rules.isEmpty() || rules.size() > MAX_RULES) {
      throw new PolicyInvalid(
          "policy "
              + Wording.quote(name)
              + " must have 1 to "
              + MAX_RULES
              + " rules, found "
              + rules.size());
    }
    Set<String> ids = new HashSet<>();
    for (Rule rule : rules) {
      if (!ids.add(rule.head().id())) {
        throw rule.head().refuse("the id is used twice");
      }
    }
    boundExpressions(rules);
    if (budget < 1 || budget > MAX_BUDGET) {
      throw new PolicyInvalid(
          "policy "
              + Wording.quote(name)
              + ": budget.steps must be 1 to "
              + MAX_BUDGET
              + ", found "
              + budget);
    }
    this.name = name;
    this.budget = budget;
    this.rules = List.copyOf(rules);
    this.windows = checked(name, windows, ids);
    this.json = RuleFile.write(name, this.rules, this.windows, budget);
    this.revision = Digest.sha256(json).toString();
  }

  /** Automata are only built when the policy is bound, and only of what passed this. */
  private static void boundExpressions(List<Rule> rules) {
    long instructions = 0;
    for (Rule rule : rules) {
      instructions += rule.instructions();
      if (instructions > MAX_INSTRUCTIONS) {
        throw rule.head()
            .refuse(
                "its expressions take those of the policy to "
                    + instructions
                    + " instructions, the limit is "
                    + MAX_INSTRUCTIONS);
      }
    }
  }

  private static List<WindowRule> checked(
      String name, List<WindowRule> windows, Set<String> ruleIds) {
    if (windows.size() > MAX_WINDOWS) {
      throw new PolicyInvalid(
          "policy "
              + Wording.quote(name)
              + " must have at most "
              + MAX_WINDOWS
              + " windows, found "
              + windows.size());
    }
    Set<String> ids = new HashSet<>(ruleIds);
    for (WindowRule window : windows) {
      if (!ids.add(window.head().id())) {
        throw window.head().refuse("the id is used twice");
      }
      String counted = window.rule();
      if (counted != null && !ruleIds.contains(counted)) {
        throw window
            .head()
            .refuse("rule names " + Wording.quote(counted) + Wording.known(counted, ruleIds));
      }
    }
    return List.copyOf(windows);
  }

  /**
   * Reads a policy.
   *
   * @param json UTF-8
   * @throws PolicyInvalid if it is not strict JSON, or a member, kind or limit does not fit; the
   *     message names the rule and the member
   */
  public static RulePolicy parse(byte[] json) {
    return RuleFile.read(json);
  }

  /**
   * Reads a policy from a file.
   *
   * @throws PolicyInvalid if the file cannot be read, is larger than {@link #MAX_FILE_BYTES}, or as
   *     for {@link #parse}; the message names the file
   */
  public static RulePolicy read(Path file) {
    byte[] json;
    try (InputStream in = Files.newInputStream(file)) {
      json = in.readNBytes(MAX_FILE_BYTES + 1);
    } catch (IOException e) {
      throw new PolicyInvalid("policy file " + file + " cannot be read: " + e, e);
    }
    if (json.length > MAX_FILE_BYTES) {
      throw new PolicyInvalid(
          "policy file " + file + " is larger than " + MAX_FILE_BYTES + " bytes");
    }
    try {
      return parse(json);
    } catch (PolicyInvalid e) {
      throw new PolicyInvalid("policy file " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a policy from the bytes of a signed file, as they were verified: the path is not read
   * again, so that nobody can swap the file in between.
   *
   * @param verifier who judges the signature
   * @param source the rule file; of a folder with several files see {@link #from}
   * @param bundle its signature
   * @throws org.governance4j.ArtifactRejected if the signature does not hold
   * @throws PolicyInvalid if the file cannot be read, or as for {@link #parse}
   */
  public static RulePolicy verified(
      ArtifactVerifier verifier, ArtifactSource source, SignatureBundle bundle) {
    return SignedRuleFile.read(verifier, source, bundle, null);
  }

  /**
   * Reads a policy from one file of a verified artifact, which stays open.
   *
   * @param file the rule file's relative path, one of {@link VerifiedArtifact#files}
   * @throws org.governance4j.ArtifactRejected if the artifact has no such file, or hands over
   *     another content than was signed
   * @throws PolicyInvalid if the file cannot be read, or as for {@link #parse}
   */
  public static RulePolicy from(VerifiedArtifact artifact, String file) {
    return SignedRuleFile.read(artifact, file);
  }

  /**
   * Starts a policy without rules.
   *
   * @param name the policy's name, one line of 1 to {@link #MAX_NAME_LENGTH} characters
   */
  public static RulePolicyBuilder builder(String name) {
    return new RulePolicyBuilder(name);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * {@code sha256:} and the digest of {@link #toJson}: the same for the same rules, whether they
   * were read or built, and however the file was laid out.
   */
  @Override
  public String revision() {
    return revision;
  }

  /**
   * What one prediction may cost, in steps: UTF-16 code units of text, each counted once for every
   * automaton that runs over it, once for every {@code json} rule and again for its schema. A
   * schema costs the sum of its {@code pattern}, {@code enum}, {@code const}, {@code minLength},
   * {@code maxLength}, {@code multipleOf} and bounds of numbers, 1 each, of {@code required}, 1 and
   * 1 for every 8 names, of {@code uniqueItems}, 10, and of the schemas within {@code allOf},
   * {@code anyOf}, {@code oneOf} and {@code not}, and the dearest of those of members and of those
   * of items, which look at different parts of the text; but at least 1, unless it is empty. A
   * prediction that would cost more is denied with {@link org.governance4j.Verdict.Cause#BUDGET}
   * before any text is looked at. Rules about numbers, lists and lengths cost no steps.
   */
  public long budget() {
    return budget;
  }

  /**
   * What readers of denials may want to know about each rule, in the order of the rules, and then
   * about each window.
   */
  public List<RuleInfo> rules() {
    List<RuleInfo> infos = new ArrayList<>();
    rules.forEach(rule -> infos.add(info(rule.head(), rule.kind().word(), rule.fields())));
    windows.forEach(rule -> infos.add(info(rule.head(), rule.kind().word(), rule.fields())));
    return List.copyOf(infos);
  }

  private static RuleInfo info(RuleHead head, String kind, List<String> fields) {
    return new RuleInfo(
        head.id(),
        kind,
        head.severity(),
        head.message(),
        fields,
        head.labels(),
        head.controls(),
        head.effect(),
        head.obligations());
  }

  /** The policy as canonical JSON (RFC 8785) in UTF-8, which {@link #parse} reads; a copy. */
  public byte[] toJson() {
    return json.clone();
  }

  /**
   * Plans the policy for a schema.
   *
   * @return the planned policy; of a policy with windows a {@link WindowedPolicy}, whose counters
   *     are its own
   */
  @Override
  public BoundPolicy bind(ModelSchema schema) {
    return bind(schema, System::nanoTime);
  }

  /** Binds with another monotonic clock, in nanoseconds from an arbitrary origin. */
  BoundPolicy bind(ModelSchema schema, LongSupplier nanos) {
    Objects.requireNonNull(schema, "schema");
    BoundRule[] bound = new BoundRule[rules.size()];
    Plan.Draft draft = new Plan.Draft();
    TextDraft texts = new TextDraft();
    for (int i = 0; i < bound.length; i++) {
      Rule rule = rules.get(i);
      RuleBinder binder = new RuleBinder(schema, rule.head(), i, texts);
      binder.checkObligations();
      bound[i] = rule.bind(binder);
      bound[i].plan(draft);
    }
    draft.texts(texts.plan(schema, budget));
    PlannedPolicy planned = new PlannedPolicy(schema, revision, draft.plan(), bound, rules);
    return windows.isEmpty() ? planned : counting(schema, planned, nanos);
  }

  private BoundPolicy counting(ModelSchema schema, PlannedPolicy planned, LongSupplier nanos) {
    long now = nanos.getAsLong();
    BoundWindow[] counters = new BoundWindow[windows.size()];
    for (int i = 0; i < counters.length; i++) {
      WindowRule window = windows.get(i);
      counters[i] = window.bind(new WindowBinder(schema, window.head(), i, rules, now));
    }
    return new CountingPolicy(planned, counters, windows, nanos);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RulePolicy that && revision.equals(that.revision);
  }

  @Override
  public int hashCode() {
    return revision.hashCode();
  }

  @Override
  public String toString() {
    return "RulePolicy[" + name + ", " + rules.size() + " rules, " + revision + "]";
  }
}
