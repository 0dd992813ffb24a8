package org.governance4j.json;

import java.time.Instant;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A human overruled a control: {@code override}. The actor is the human.
 *
 * <p>Three kinds are written by the guard: an order for a while ({@code allow} or {@code deny},
 * with its expiry), its early end ({@code ended}), and the decision about an output that waited for
 * one ({@code release} or {@code withhold}, with the review). Obligations of a release are members
 * of the same shape as in {@link JudgedPrediction}.
 *
 * @param decision {@code decision}: one of the words above or another
 * @param reason {@code reason}, in the actor's words, or null
 * @param expires when an order ends by itself, or null
 * @param ends the index of the order that is ended, or null
 * @param review the id of the review that is decided, or null
 * @param escalation the index of the entry of the escalated prediction, or null
 * @param escalationLeaf the leaf hash of that entry, or null
 */
public record HumanOverride(
    String decision,
    @Nullable String reason,
    @Nullable Instant expires,
    @Nullable Long ends,
    @Nullable String review,
    @Nullable Long escalation,
    @Nullable Digest escalationLeaf)
    implements EntryBody {

  /** Refuses a blank decision and negative indexes. */
  public HumanOverride {
    BodyMembers.text("decision", decision);
    BodyMembers.optionalCount("ends", ends);
    BodyMembers.optionalCount("escalation", escalation);
  }

  /**
   * An order for a while.
   *
   * @param mode {@code allow} or {@code deny}
   */
  public static HumanOverride order(String mode, String reason, Instant expires) {
    return new HumanOverride(mode, reason, expires, null, null, null, null);
  }

  /**
   * The early end of an order.
   *
   * @param ends the index of the order, or null if it is not known
   */
  public static HumanOverride end(String reason, @Nullable Long ends) {
    return new HumanOverride("ended", reason, null, ends, null, null, null);
  }

  @Override
  public String type() {
    return Entry.Types.OVERRIDE;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "expires", expires);
    BodyMembers.put(entry, "ends", ends);
    BodyMembers.put(entry, "review", review);
    BodyMembers.put(entry, "escalation", escalation);
    BodyMembers.put(entry, "escalationLeaf", escalationLeaf);
    return entry.decision(decision).reason(reason);
  }

  static HumanOverride read(BodyMembers members) {
    return new HumanOverride(
        members.decision(),
        members.entry().reason(),
        members.optionalTime("expires"),
        members.attributes().optionalInteger("ends"),
        members.attributes().optionalString("review"),
        members.attributes().optionalInteger("escalation"),
        members.optionalDigest("escalationLeaf"));
  }
}
