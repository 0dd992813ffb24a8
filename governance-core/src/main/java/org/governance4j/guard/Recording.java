package org.governance4j.guard;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which predictions a {@link Guard} must record in its ledger, and when a summary stands for many.
 *
 * <ul>
 *   <li>{@link #VIOLATIONS}: every prediction that was not allowed as it is. The default.
 *   <li>{@link #sample}: those, and every n-th of the allowed ones.
 *   <li>{@link #ALL}: every one.
 * </ul>
 *
 * <p>A required record that cannot be queued turns the verdict into a denial.
 *
 * <p><b>Volume.</b> {@link #volume} bounds what a flood of denials writes: of each rule the first K
 * violations of a window are entries in full, and the other events are counted. An event is in full
 * if it is among the first K of at least one of the rules it broke. The rule is for withheld
 * outputs only: what was released, by an override or with obligations, is always in full, and so is
 * what a {@link FailMode} answered and an escalation that waits in a {@link ReviewQueue}. When its
 * window is over, one entry of type {@code policy-violation-summary} says what was counted,
 * exactly:
 *
 * <pre>{@code
 * {"actor":"guard:credit","subject":"model:credit","model":…,"policy":REVISION,
 *  "from":TIME,"to":TIME,"firstPerRule":100,"events":977,
 *  "actions":{"deny":900,"escalate":77},
 *  "rules":[{"rule":"confident","violations":1077,"summarised":977}],
 *  "otherRules":{"rules":0,"violations":0,"summarised":0},
 *  "raw":{"files":[{"name":…,"sha256":HEX,"bytes":…,"events":970}],"missing":7}, …}
 * }</pre>
 *
 * <p>{@code events} and {@code actions} count the events that have no entry of their own; {@code
 * violations} counts every violation of a rule in the window, {@code summarised} those of the
 * events without an entry. {@code otherRules} adds up the rules for which the entry has no room; it
 * is left out when there are none. {@code raw} is left out when no raw directory is configured;
 * {@code files} then have one line of canonical JSON for each event, the very body its entry would
 * have had, and {@code missing} says how many events are in no file. Sensitive values, free text
 * and long categories stand there as commitments, and their disclosures are dropped: nobody can
 * open them later.
 *
 * <p>A window begins at a multiple of its length since 1970 by the guard's clock, and ends with the
 * first event of another window or another policy revision, at the latest about a second after its
 * time is over, and when the guard is closed. A raw file is made durable before its digest enters
 * the ledger; it is never deleted or changed afterwards, that is the operator's. A window takes at
 * most 64 raw files of 64 MiB.
 *
 * <p>While a ledger makes its writer wait, 64 ended windows wait for it; each further one is merged
 * with the last of them. Their summary counts as exactly, K for each window: it goes from the
 * earliest to the latest of them, says in {@code "windows":n} of how many, has the revision of the
 * first as {@code policy}, and, if they were of several, all of them, the first 8 by name, in
 * {@code "policies":{"count":n,"first":[…]}}.
 *
 * <p>After a crash the summaries of windows that were not written are missing, with their counts;
 * the raw files stay, without a digest in the ledger, and may end in the middle of a line.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Recording {

  /** Every prediction that was not allowed as it is. */
  public static final Recording VIOLATIONS = new Recording(0, null);

  /** Every prediction. */
  public static final Recording ALL = new Recording(1, null);

  private static final int MAX_FIRST = 1_000_000;
  private static final Duration MIN_WINDOW = Duration.ofMillis(10);
  private static final Duration MAX_WINDOW = Duration.ofDays(1);

  private final int oneIn;
  private final @Nullable Volume volume;

  private Recording(int oneIn, @Nullable Volume volume) {
    this.oneIn = oneIn;
    this.volume = volume;
  }

  /** What {@link #volume} was told. */
  record Volume(int firstPerRule, Duration window, @Nullable Path rawDirectory) {}

  /**
   * What {@link #VIOLATIONS} records, and of the allowed predictions every n-th. Which ones follows
   * from counters alone, not from chance: threads are spread over counters by their ids, and each
   * counter takes its n-th, 2n-th … prediction. One thread thus records exactly its share; several
   * record at most theirs, and less by fewer than one record for each counter, of which there are
   * at most 64.
   *
   * @param oneIn n, at least 1, which is {@link #ALL}
   * @throws IllegalArgumentException if {@code oneIn} is less than 1
   */
  public static Recording sample(int oneIn) {
    if (oneIn < 1) {
      throw new IllegalArgumentException(
          "oneIn must be at least 1, every prediction, found " + oneIn);
    }
    return oneIn == 1 ? ALL : new Recording(oneIn, null);
  }

  /**
   * The same, with a bound for the violations of each rule.
   *
   * @param firstPerRule how many violations of a rule and window are entries in full, 0 to
   *     1,000,000
   * @param window how long a summary counts, 10 milliseconds to 1 day
   * @param rawDirectory where the files of the events go that were only counted; made when missing,
   *     and may be shared by guards; null to keep the counts alone
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Recording volume(int firstPerRule, Duration window, @Nullable Path rawDirectory) {
    Objects.requireNonNull(window, "window");
    if (firstPerRule < 0 || firstPerRule > MAX_FIRST) {
      throw new IllegalArgumentException(
          "firstPerRule must be 0 to " + MAX_FIRST + ", found " + firstPerRule);
    }
    if (window.compareTo(MIN_WINDOW) < 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window must be " + MIN_WINDOW + " to " + MAX_WINDOW + ", found " + window);
    }
    return new Recording(oneIn, new Volume(firstPerRule, window, rawDirectory));
  }

  /** 0: no allowed prediction is recorded; 1: every one; n: every n-th. */
  int oneIn() {
    return oneIn;
  }

  @Nullable Volume volume() {
    return volume;
  }

  @Override
  public String toString() {
    String what =
        switch (oneIn) {
          case 0 -> "violations";
          case 1 -> "all";
          default -> "violations and 1 in " + oneIn;
        };
    Volume bound = volume;
    return bound == null
        ? what
        : what + ", first " + bound.firstPerRule() + " per rule and " + bound.window();
  }
}
