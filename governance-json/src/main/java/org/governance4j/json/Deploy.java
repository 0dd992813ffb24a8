package org.governance4j.json;

import java.util.Objects;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Something went into service: {@code deploy}. A guard with a model ({@code cleared} by a gate, or
 * {@code uncleared}), or another policy in the place of one ({@code replaced}).
 *
 * @param decision {@code decision}: one of the words above or another
 * @param reason {@code reason}, or null
 * @param failModes an object: how failing controls are taken, where not as denials; or null
 * @param signer who signed the model, or null
 * @param approval where the model's approval is logged, or null
 * @param previous the revision of the policy that was replaced, or null
 * @param previousPolicy the name of that policy, or null
 */
public record Deploy(
    String decision,
    @Nullable String reason,
    @Nullable JsonValue failModes,
    @Nullable String signer,
    @Nullable ApprovalPlace approval,
    @Nullable String previous,
    @Nullable String previousPolicy)
    implements EntryBody {

  /**
   * An approval in a log, as a gate has verified it.
   *
   * @param origin the log's name
   * @param index the position of the approval in it
   * @param size the size of the log's checkpoint that was shown
   * @param root the root hash of that checkpoint
   */
  public record ApprovalPlace(String origin, long index, long size, Digest root) {
    /** Refuses nulls and negative numbers. */
    public ApprovalPlace {
      Objects.requireNonNull(origin, "origin");
      Objects.requireNonNull(root, "root");
      BodyMembers.count("index", index);
      BodyMembers.count("size", size);
    }
  }

  /** Refuses a blank decision, and fail modes that are no object. */
  public Deploy {
    BodyMembers.text("decision", decision);
    if (failModes != null && !(failModes instanceof JsonValue.Obj)) {
      throw new IllegalArgumentException(
          "\"failModes\" must be an object, found " + Describe.kind(failModes));
    }
  }

  /** One policy in the place of another. */
  public static Deploy replaced(String reason, String previous, String previousPolicy) {
    return new Deploy("replaced", reason, null, null, null, previous, previousPolicy);
  }

  @Override
  public String type() {
    return Entry.Types.DEPLOY;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "failModes", failModes);
    BodyMembers.put(entry, "signer", signer);
    if (approval != null) {
      entry.attribute(
          "approval",
          JsonValue.object()
              .with("origin", JsonValue.of(approval.origin))
              .with("index", JsonValue.of(approval.index))
              .with("size", JsonValue.of(approval.size))
              .with("root", JsonValue.of(approval.root.toString())));
    }
    BodyMembers.put(entry, "previous", previous);
    BodyMembers.put(entry, "previousPolicy", previousPolicy);
    return entry.decision(decision).reason(reason);
  }

  static Deploy read(BodyMembers members) {
    JsonMembers attributes = members.attributes();
    JsonMembers approval = attributes.optionalObject("approval");
    ApprovalPlace place = null;
    if (approval != null) {
      String root = approval.string("root");
      if (!Disclosures.SHA256.matcher(root).matches()) {
        throw approval.invalid("root", "expected sha256:<64 hex digits>");
      }
      place =
          new ApprovalPlace(
              approval.string("origin"),
              approval.integer("index"),
              approval.integer("size"),
              Digest.parse(root));
      approval.noOthers();
    }
    return new Deploy(
        members.decision(),
        members.entry().reason(),
        attributes.optionalValue("failModes"),
        attributes.optionalString("signer"),
        place,
        attributes.optionalString("previous"),
        attributes.optionalString("previousPolicy"));
  }
}
