package org.governance4j.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;

/**
 * Makes one policy of several, or one with a deadline of one that may hang.
 *
 * <p>Of every composition holds:
 *
 * <ul>
 *   <li>It has 1 to {@link #MAX_MEMBERS} members with different names, judged in the order given;
 *       compositions nest to a depth of {@link #MAX_DEPTH}.
 *   <li>It fails closed: a member that throws, returns null or bound itself to another schema
 *       denies, and the violation names it. A member's {@link Error} ends the evaluation at once
 *       with a denial that was made when the policy was bound.
 *   <li>A violation's rule is the member's name, a slash and the rule of the member, so that it
 *       stays unique; its rule index stays the position in the member that found it.
 *   <li>Where denials have different causes, the one that weighs most is given: {@code
 *       schema_mismatch}, {@code policy_failed}, {@code budget}, {@code stale}, {@code
 *       record_failed}, {@code guard_closed}, {@code policy}, {@code undefined_input}.
 *   <li>Obligations are those of all members in their order, equal ones once.
 *   <li>Members never see that their thread is interrupted; the flag is set again afterwards.
 *   <li>Its revision is the digest of how it is composed and of the names and revisions of its
 *       members.
 *   <li>It allocates nothing when all members allow.
 * </ul>
 *
 * <p>What these methods return is immutable and safe for any number of threads, as far as the
 * members are.
 */
public final class Policies {
  /** The most members of one composition. */
  public static final int MAX_MEMBERS = 256;

  /** How deep policies made here, and {@link Shadow}, may be nested in each other. */
  public static final int MAX_DEPTH = 8;

  /** The greatest weight of a member. */
  public static final double MAX_WEIGHT = 1_000_000;

  /** The longest deadline. */
  public static final Duration MAX_DEADLINE = Duration.ofHours(1);

  private Policies() {}

  /**
   * A member and how much its objection counts.
   *
   * @param policy the member
   * @param weight greater than 0 and at most {@link #MAX_WEIGHT}, with at most 9 decimals
   */
  public record Weighted(OutputPolicy policy, double weight) {
    /** Refuses a missing policy; the composition checks the weight. */
    public Weighted {
      Objects.requireNonNull(policy, "policy");
    }
  }

  /**
   * Every member judges. If one denies, the whole denies, with the violations of all members that
   * deny or escalate. Otherwise, if one escalates, the whole escalates with the violations of all
   * that do. Otherwise the obligations of all apply.
   *
   * @param name the name of the whole, one line of 1 to {@link RulePolicy#MAX_NAME_LENGTH}
   *     characters
   * @throws PolicyInvalid if name, number, names or depth of the members do not fit
   */
  public static OutputPolicy allOf(String name, OutputPolicy... members) {
    return new Composition(name, List.of(members), Combination.ALL_OF);
  }

  /**
   * Members judge in order until one denies; its denial is that of the whole, and those after it
   * are not asked. An escalation does not end it: a human must not be asked to release what a later
   * member denies. If none denies, escalations and obligations are combined as by {@link #allOf}.
   *
   * @param name the name of the whole, one line of 1 to {@link RulePolicy#MAX_NAME_LENGTH}
   *     characters
   * @throws PolicyInvalid if name, number, names or depth of the members do not fit
   */
  public static OutputPolicy firstDeny(String name, OutputPolicy... members) {
    return new Composition(name, List.of(members), Combination.FIRST_DENY);
  }

  /**
   * Adds the weights of the members that deny or escalate, and denies from a sum on; below it their
   * objections have no effect. As {@link #weighted(String, double, double, List)} without a sum
   * from which on it escalates.
   *
   * @param name the name of the whole
   * @param denyFrom the least sum that denies
   * @throws PolicyInvalid if something does not fit
   */
  public static OutputPolicy weighted(String name, double denyFrom, List<Weighted> members) {
    return WeightedSum.compose(name, denyFrom, denyFrom, members);
  }

  /**
   * Adds the weights of the members that deny or escalate: from one sum on the whole denies, from a
   * lower one it escalates, and below both their objections have no effect. The first violation,
   * {@code weight}, tells the sum and the limit; those of the members follow. Below, the
   * obligations of the other members apply.
   *
   * <p>Only a judgement is weighed: a denial with another cause than {@code policy}, such as a
   * member that failed or lacks an input, denies at once with the violations of that member.
   *
   * <p>Sums are exact decimal numbers: 0.1 and 0.7 reach 0.8.
   *
   * @param name the name of the whole, one line of 1 to {@link RulePolicy#MAX_NAME_LENGTH}
   *     characters
   * @param escalateFrom the least sum that escalates, greater than 0 and at most {@code denyFrom};
   *     equal to it, nothing escalates
   * @param denyFrom the least sum that denies, at most the sum of all weights; at most 9 decimals
   * @throws PolicyInvalid if name, number, names, depth or weights of the members or the limits do
   *     not fit
   */
  public static OutputPolicy weighted(
      String name, double escalateFrom, double denyFrom, List<Weighted> members) {
    return WeightedSum.compose(name, escalateFrom, denyFrom, members);
  }

  /**
   * Judges on another thread and waits no longer than the limit, for policies that may block or
   * hang.
   *
   * <ul>
   *   <li>A verdict that is not there in time, or that was made too late, is a denial with the
   *       cause {@code budget}; the thread that judges is then interrupted, and what it still finds
   *       is dropped.
   *   <li>So is an executor that takes no more work. A policy that fails denies with {@code
   *       policy_failed}.
   *   <li>An interrupt of the waiting caller changes nothing; the flag is set again afterwards.
   * </ul>
   *
   * <p><b>What it costs.</b> Every evaluation copies the prediction, allocates, wakes two threads
   * and blocks the caller: far more than judging by a rule file takes, and so not for policies that
   * keep the contract of {@link org.governance4j.BoundPolicy}, which never block. A policy that
   * ignores interrupts holds its thread and its copy of the values until it returns: use an
   * executor of its own with bounded threads and a bounded queue, never the one that callers run
   * on. An executor that runs work on the caller's thread cannot be waited for: the caller waits
   * until the policy is done, and the verdict denies if that was too late.
   *
   * @param policy keeps its name; the revision is another
   * @param limit greater than zero, at most {@link #MAX_DEADLINE}
   * @param executor where the policy judges; stays the caller's to shut down
   * @throws PolicyInvalid if the limit is out of range or the policy is nested too deep
   */
  public static OutputPolicy withDeadline(OutputPolicy policy, Duration limit, Executor executor) {
    return new Deadline(policy, limit, executor, System::nanoTime);
  }
}
