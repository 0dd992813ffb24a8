package org.governance4j;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@link DecisionLedger}: who did or found what, about what, when and why.
 *
 * <p>In the ledger an entry is canonical JSON (RFC 8785) of at most {@value #MAX_BYTES} bytes:
 *
 * <pre>{@code
 * {"_sd":[…],"actor":…,"decision":…,"model":{"digest":…,"name":…,"version":…},"policy":…,
 *  "reason":…,"request":…,"subject":…,"ts":…,"type":…,"v":1, …attributes}
 * }</pre>
 *
 * <p>Sensitive values never enter the tree: each becomes a salted commitment in {@code _sd} in the
 * manner of SD-JWT (RFC 9901), and its disclosure is kept beside the ledger where it can be erased
 * without breaking a proof.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Entry {

  /** The version of the entry format, the member {@code v}. */
  public static final int VERSION = 1;

  /** The longest entry in bytes of canonical JSON; the limit of the C2SP tlog-tiles bundle. */
  public static final int MAX_BYTES = 65_535;

  /** The members that attributes cannot take. */
  public static final Set<String> RESERVED = Set.of("v", "type", "ts", "actor", "subject", "_sd");

  /** The types of entries this library writes itself; any other lower-case word may be used. */
  public static final class Types {
    /** A human released a model or a change. */
    public static final String APPROVAL = "approval";

    /** A human overruled a control. */
    public static final String OVERRIDE = "override";

    /** A risk assessment was completed. */
    public static final String RISK_ASSESSMENT = "risk-assessment";

    /** A policy denied or escalated an output. */
    public static final String POLICY_VIOLATION = "policy-violation";

    /** A prediction that was recorded though nothing was wrong. */
    public static final String PREDICTION = "prediction";

    /** A detector or a two-sample test found drift. */
    public static final String DRIFT_ALERT = "drift-alert";

    /** A guard went into service with a model and a policy. */
    public static final String DEPLOY = "deploy";

    /** An artifact's signature was verified. */
    public static final String ARTIFACT_VERIFIED = "artifact-verified";

    /** Something that had to be recorded was lost, with its count. */
    public static final String LOSS = "loss";

    private Types() {}
  }

  private final String type;
  private final @Nullable Instant time;
  private final String actor;
  private final String subject;
  private final @Nullable String request;
  private final @Nullable ModelRef model;
  private final @Nullable String policy;
  private final @Nullable String decision;
  private final @Nullable String reason;
  private final JsonValue.Obj attributes;
  private final JsonValue.Obj sensitive;
  private final List<String> commitments;

  private Entry(Builder builder) {
    this.type = builder.type;
    this.time = builder.time;
    this.actor = builder.actor;
    this.subject = builder.subject;
    this.request = builder.request;
    this.model = builder.model;
    this.policy = builder.policy;
    this.decision = builder.decision;
    this.reason = builder.reason;
    this.attributes = new JsonValue.Obj(builder.attributes);
    this.sensitive = new JsonValue.Obj(builder.sensitive);
    this.commitments = List.copyOf(builder.commitments);
  }

  /**
   * Starts an entry.
   *
   * @param type one of {@link Types} or another word
   * @param actor who did or found it, for example {@code user:alice} or {@code guard:credit-risk}
   * @param subject what it is about, for example {@code model:credit-risk} or {@code
   *     prediction:req-17}; disclosures of sensitive values are kept and erased by subject
   */
  public static Builder builder(String type, String actor, String subject) {
    return new Builder(type, actor, subject);
  }

  /** What kind of entry it is. */
  public String type() {
    return type;
  }

  /** When it happened, to the millisecond; null until the ledger fills it in. */
  public @Nullable Instant time() {
    return time;
  }

  /** Who did or found it. */
  public String actor() {
    return actor;
  }

  /** What it is about. */
  public String subject() {
    return subject;
  }

  /** The request it belongs to, or null. */
  public @Nullable String request() {
    return request;
  }

  /** The model it is about, or null. */
  public @Nullable ModelRef model() {
    return model;
  }

  /** The revision of the policy in force, or null. */
  public @Nullable String policy() {
    return policy;
  }

  /** What was decided, for example {@code approved} or {@code deny}, or null. */
  public @Nullable String decision() {
    return decision;
  }

  /** Why, in the actor's words, or null. */
  public @Nullable String reason() {
    return reason;
  }

  /** Further members, in the clear. */
  public JsonValue.Obj attributes() {
    return attributes;
  }

  /** Values that enter only as commitments; empty in an entry that was read from a ledger. */
  public JsonValue.Obj sensitive() {
    return sensitive;
  }

  /** The digests of {@code _sd}; empty until the ledger has made them. */
  public List<String> commitments() {
    return commitments;
  }

  /** A builder with everything this entry has. */
  public Builder toBuilder() {
    Builder copy = new Builder(type, actor, subject);
    copy.time = time;
    copy.request = request;
    copy.model = model;
    copy.policy = policy;
    copy.decision = decision;
    copy.reason = reason;
    copy.attributes.putAll(attributes.members());
    copy.sensitive.putAll(sensitive.members());
    copy.commitments = commitments;
    return copy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  private List<@Nullable Object> parts() {
    return Arrays.asList(
        type,
        time,
        actor,
        subject,
        request,
        model,
        policy,
        decision,
        reason,
        attributes,
        sensitive,
        commitments);
  }

  /** Names type, actor and subject; never a sensitive value. */
  @Override
  public String toString() {
    return "Entry[" + type + " by " + actor + " about " + subject + "]";
  }

  /** Builds an {@link Entry}; not safe for more than one thread. */
  public static final class Builder {
    private final String type;
    private final String actor;
    private final String subject;
    private final LinkedHashMap<String, JsonValue> attributes = new LinkedHashMap<>();
    private final LinkedHashMap<String, JsonValue> sensitive = new LinkedHashMap<>();
    private @Nullable Instant time;
    private @Nullable String request;
    private @Nullable ModelRef model;
    private @Nullable String policy;
    private @Nullable String decision;
    private @Nullable String reason;
    private List<String> commitments = List.of();

    private Builder(String type, String actor, String subject) {
      this.type = requireText("type", type);
      this.actor = requireText("actor", actor);
      this.subject = requireText("subject", subject);
    }

    /** When it happened; cut to the millisecond. Left out, the ledger's clock fills it in. */
    public Builder time(Instant value) {
      time = Instant.ofEpochMilli(value.toEpochMilli());
      return this;
    }

    /** The request it belongs to. */
    public Builder request(@Nullable String value) {
      request = value;
      return this;
    }

    /** The model it is about. */
    public Builder model(@Nullable ModelRef value) {
      model = value;
      return this;
    }

    /** The revision of the policy in force. */
    public Builder policy(@Nullable String value) {
      policy = value;
      return this;
    }

    /** What was decided. */
    public Builder decision(@Nullable String value) {
      decision = value;
      return this;
    }

    /** Why, in the actor's words. */
    public Builder reason(@Nullable String value) {
      reason = value;
      return this;
    }

    /**
     * A further member, in the clear.
     *
     * @throws IllegalArgumentException if the name is {@link Entry#RESERVED}
     */
    public Builder attribute(String name, JsonValue value) {
      attributes.put(free(name), Objects.requireNonNull(value, name));
      return this;
    }

    /**
     * A value that enters the ledger only as a salted commitment.
     *
     * @throws IllegalArgumentException if the name is {@link Entry#RESERVED}
     */
    public Builder sensitive(String name, JsonValue value) {
      sensitive.put(free(name), Objects.requireNonNull(value, name));
      return this;
    }

    /** The digests of {@code _sd} of an entry that was read. */
    public Builder commitments(List<String> digests) {
      commitments = List.copyOf(digests);
      return this;
    }

    /**
     * Makes the entry.
     *
     * @throws IllegalArgumentException if an attribute has the name of a member that is set, or
     *     would be read as that member: a string named decision, policy, reason or request
     */
    public Entry build() {
      refuse("request", request);
      refuse("model", model);
      refuse("policy", policy);
      refuse("decision", decision);
      refuse("reason", reason);
      return new Entry(this);
    }

    private void refuse(String name, @Nullable Object value) {
      JsonValue attribute = attributes.get(name);
      if (attribute != null
          && (value != null || (attribute instanceof JsonValue.Str && !name.equals("model")))) {
        throw new IllegalArgumentException("\"" + name + "\" is a member of an entry of its own");
      }
    }

    private static String free(String name) {
      if (RESERVED.contains(name)) {
        throw new IllegalArgumentException("\"" + name + "\" is a reserved member of an entry");
      }
      return name;
    }

    private static String requireText(String what, String value) {
      Objects.requireNonNull(value, what);
      if (value.isBlank()) {
        throw new IllegalArgumentException("entry " + what + " must not be blank");
      }
      return value;
    }
  }
}
