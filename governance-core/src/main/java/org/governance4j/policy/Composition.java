package org.governance4j.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.governance4j.BoundPolicy;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.json.CanonicalJson;

/** One policy of several; {@link Policies} says how they behave. */
final class Composition implements OutputPolicy, Nested {
  private final String name;
  private final List<OutputPolicy> members;
  private final Combination combination;
  private final String revision;
  private final int depth;

  Composition(String name, List<OutputPolicy> members, Combination combination) {
    RuleHead.requireLine("the name of a policy", name, RulePolicy.MAX_NAME_LENGTH);
    requireCount(name, members.size());
    Set<String> names = new HashSet<>();
    for (OutputPolicy member : members) {
      RuleHead.requireLine("the name of a member", member.name(), RulePolicy.MAX_NAME_LENGTH);
      if (!names.add(member.name())) {
        throw new PolicyInvalid(
            "policy "
                + Wording.quote(name)
                + " has two members named "
                + Wording.quote(member.name()));
      }
    }
    this.name = name;
    this.members = List.copyOf(members);
    this.combination = combination;
    this.depth = Nested.around(name, this.members);
    this.revision = digest(combination.describe(), name, this.members);
  }

  static void requireCount(String name, int count) {
    if (count < 1 || count > Policies.MAX_MEMBERS) {
      throw new PolicyInvalid(
          "policy "
              + Wording.quote(name)
              + " must have 1 to "
              + Policies.MAX_MEMBERS
              + " members, found "
              + count);
    }
  }

  /** The digest of a description, a name and the members, in canonical JSON. */
  static String digest(JsonValue.Obj description, String name, List<OutputPolicy> members) {
    List<JsonValue> list = new ArrayList<>();
    for (OutputPolicy member : members) {
      list.add(
          JsonValue.object()
              .with("name", JsonValue.of(member.name()))
              .with("revision", JsonValue.of(member.revision())));
    }
    JsonValue.Obj whole =
        description.with("name", JsonValue.of(name)).with("members", new JsonValue.Arr(list));
    try {
      return Digest.sha256(CanonicalJson.write(whole)).toString();
    } catch (IllegalArgumentException e) {
      throw new PolicyInvalid("policy " + Wording.quote(name) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public BoundPolicy bind(ModelSchema schema) {
    Objects.requireNonNull(schema, "schema");
    Member[] bound = members.stream().map(m -> Member.of(m, schema)).toArray(Member[]::new);
    return new Bound(schema, revision, combination, bound);
  }

  @Override
  public String toString() {
    return "Composition[" + name + ", " + members.size() + " members, " + revision + "]";
  }

  private static final class Bound implements BoundPolicy {
    private final ModelSchema schema;
    private final String revision;
    private final Combination combination;
    private final Member[] members;

    Bound(ModelSchema schema, String revision, Combination combination, Member[] members) {
      this.schema = schema;
      this.revision = revision;
      this.combination = combination;
      this.members = members;
    }

    @Override
    public ModelSchema schema() {
      return schema;
    }

    @Override
    public String revision() {
      return revision;
    }

    @Override
    public Verdict evaluate(Prediction prediction) {
      ModelSchema given = prediction.schema();
      if (given != schema && !given.equals(schema)) {
        return Predictions.otherSchema(schema, given);
      }
      // Taken away while the members judge: a member that asks for the flag, or does I/O that ends
      // when it is set, would judge otherwise than without.
      boolean interrupted = Thread.interrupted();
      try {
        return combination.judge(members, prediction);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
