package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.governance4j.BoundPolicy;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A policy in force with candidates in its shadow: the active policy decides, and on a sample of
 * the predictions the candidates judge too, only to be compared.
 *
 * <ul>
 *   <li>Its name, its revision and its verdicts are those of the active policy, failures included.
 *       Candidates judge after that verdict is made, on the caller's thread; nothing they do
 *       changes it. One that throws or returns null is counted; an interrupt is kept from them.
 *   <li>The sample is the same on every replica and at every retry: of predictions with an id those
 *       whose mixed {@link String#hashCode} is divisible by n, of those without an id every nth. It
 *       is not a secret: who chooses ids can choose to be in it or not.
 *   <li>Sampled predictions cost the time of all candidates, so that these must keep the contract
 *       of {@link BoundPolicy}, and allocate for disagreements. Others cost a hash of the id and
 *       allocate nothing; without an id, a shared counter.
 *   <li>Every {@link #TIMED_ONE_IN}th sampled evaluation is timed.
 *   <li>A candidate that does not fit the schema is refused when the shadow is bound.
 * </ul>
 *
 * <p>Safe for any number of threads. All that is bound from one shadow is counted together, in
 * memory and until it is gone.
 */
public final class Shadow implements OutputPolicy, Nested {
  /** The most candidates. */
  public static final int MAX_CANDIDATES = 8;

  /** The greatest n of "one in n". */
  public static final int MAX_ONE_IN = 1_000_000;

  /** The most disagreements kept for each candidate. */
  public static final int MAX_DISAGREEMENTS = 100;

  /** Of how many sampled predictions one is timed. */
  public static final int TIMED_ONE_IN = 16;

  private final OutputPolicy active;
  private final List<OutputPolicy> candidates;
  private final int oneIn;
  private final LongSupplier nanoTime;
  private final int depth;
  private final List<Trial> trials;
  private final AtomicLong anonymous = new AtomicLong();
  private final AtomicLong sampled = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong toTime = new AtomicLong();
  private final Trial.Stopwatch time = new Trial.Stopwatch();

  private Shadow(Builder builder, LongSupplier nanoTime) {
    this.active = builder.active;
    this.candidates = List.copyOf(builder.candidates);
    this.oneIn = builder.oneIn;
    this.nanoTime = nanoTime;
    if (candidates.isEmpty() || candidates.size() > MAX_CANDIDATES) {
      throw new PolicyInvalid(
          "the shadow of policy "
              + Wording.quote(active.name())
              + " must have 1 to "
              + MAX_CANDIDATES
              + " candidates, found "
              + candidates.size());
    }
    List<OutputPolicy> all = new ArrayList<>(candidates);
    all.add(active);
    this.depth = Nested.around(active.name(), all);
    this.trials = candidates.stream().map(c -> new Trial(c, builder.disagreements)).toList();
  }

  /** Starts to configure a shadow behind the policy that decides. */
  public static Builder of(OutputPolicy active) {
    return new Builder(active);
  }

  @Override
  public String name() {
    return active.name();
  }

  @Override
  public String revision() {
    return active.revision();
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public BoundPolicy bind(ModelSchema schema) {
    BoundPolicy bound = active.bind(schema);
    if (bound == null) {
      throw new PolicyInvalid(
          "policy " + Wording.quote(active.name()) + " returned null when bound");
    }
    BoundPolicy[] shadows = new BoundPolicy[candidates.size()];
    for (int i = 0; i < shadows.length; i++) {
      shadows[i] = bindCandidate(candidates.get(i), schema);
    }
    return new Bound(bound, shadows, this);
  }

  /** What was seen so far. */
  public ShadowReport report() {
    return new ShadowReport(
        active.name(),
        active.revision(),
        sampled.get(),
        lost.get(),
        time.mean(),
        time.laps(),
        trials.stream().map(Trial::report).toList());
  }

  @Override
  public String toString() {
    return "Shadow["
        + active.name()
        + ", "
        + candidates.size()
        + " candidates, 1 in "
        + oneIn
        + "]";
  }

  private static BoundPolicy bindCandidate(OutputPolicy candidate, ModelSchema schema) {
    String place = "candidate " + Wording.quote(candidate.name());
    BoundPolicy bound;
    try {
      bound = candidate.bind(schema);
    } catch (PolicyInvalid e) {
      throw new PolicyInvalid(place + ": " + e.getMessage(), e);
    }
    if (bound == null || !schema.equals(bound.schema())) {
      throw new PolicyInvalid(place + " is not bound to the schema it was asked for");
    }
    return bound;
  }

  /** Configures a {@link Shadow}; not safe for more than one thread. */
  public static final class Builder {
    private final OutputPolicy active;
    private final List<OutputPolicy> candidates = new ArrayList<>();
    private int oneIn = 1;
    private int disagreements = MAX_DISAGREEMENTS;

    private Builder(OutputPolicy active) {
      this.active = Objects.requireNonNull(active, "active");
    }

    /** Adds a candidate; from 1 to {@link Shadow#MAX_CANDIDATES}. */
    public Builder candidate(OutputPolicy candidate) {
      candidates.add(Objects.requireNonNull(candidate, "candidate"));
      return this;
    }

    /**
     * Shows the candidates one prediction in n. Default: every one.
     *
     * @param n 1 to {@link Shadow#MAX_ONE_IN}
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder oneIn(int n) {
      oneIn = require("oneIn", n, 1, MAX_ONE_IN);
      return this;
    }

    /**
     * How many of the first disagreements are kept for each candidate. Default: {@link
     * Shadow#MAX_DISAGREEMENTS}.
     *
     * @param count 0 to {@link Shadow#MAX_DISAGREEMENTS}
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder disagreements(int count) {
      disagreements = require("disagreements", count, 0, MAX_DISAGREEMENTS);
      return this;
    }

    /**
     * The shadow.
     *
     * @throws PolicyInvalid if there is no candidate or too many, or they are nested too deep
     */
    public Shadow build() {
      return build(System::nanoTime);
    }

    Shadow build(LongSupplier nanoTime) {
      return new Shadow(this, nanoTime);
    }

    private static int require(String what, int value, int min, int max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            what + " must be from " + min + " to " + max + ", found " + value);
      }
      return value;
    }
  }

  private static final class Bound implements BoundPolicy {
    private final BoundPolicy active;
    private final BoundPolicy[] candidates;
    private final Shadow shadow;
    private final int oneIn;

    Bound(BoundPolicy active, BoundPolicy[] candidates, Shadow shadow) {
      this.active = active;
      this.candidates = candidates;
      this.shadow = shadow;
      this.oneIn = shadow.oneIn;
    }

    @Override
    public ModelSchema schema() {
      return active.schema();
    }

    @Override
    public String revision() {
      return active.revision();
    }

    @Override
    public Verdict evaluate(Prediction prediction) {
      return samples(prediction.id()) ? observed(prediction) : active.evaluate(prediction);
    }

    private boolean samples(@Nullable String id) {
      if (oneIn == 1) {
        return true;
      }
      return id == null
          ? shadow.anonymous.getAndIncrement() % oneIn == 0
          : Integer.remainderUnsigned(mixed(id.hashCode()), oneIn) == 0;
    }

    /** MurmurHash3's finalizer: neighbouring ids differ in all bits. */
    private static int mixed(int hash) {
      int mixed = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
      mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
      return mixed ^ (mixed >>> 16);
    }

    private Verdict observed(Prediction prediction) {
      boolean timed = shadow.toTime.getAndIncrement() % TIMED_ONE_IN == 0;
      long start = timed ? shadow.nanoTime.getAsLong() : 0;
      Verdict verdict = active.evaluate(prediction);
      if (verdict == null || !prediction.schema().equals(active.schema())) {
        return verdict; // a failure, for the guard to tell; there is nothing to compare
      }
      boolean interrupted = Thread.interrupted();
      try {
        if (timed) {
          shadow.time.lap(shadow.nanoTime.getAsLong() - start);
        }
        shadow.sampled.incrementAndGet();
        for (int i = 0; i < candidates.length; i++) {
          compare(prediction, verdict, candidates[i], shadow.trials.get(i), timed);
        }
      } catch (Throwable e) {
        shadow.lost.incrementAndGet();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      return verdict;
    }

    private void compare(
        Prediction prediction, Verdict decided, BoundPolicy policy, Trial trial, boolean timed) {
      Verdict verdict;
      long start = timed ? shadow.nanoTime.getAsLong() : 0;
      try {
        verdict = policy.evaluate(prediction);
      } catch (Throwable e) {
        trial.failed();
        if (e instanceof InterruptedException) { // thrown past the compiler
          Thread.currentThread().interrupt();
        }
        return;
      }
      if (verdict == null) {
        trial.failed();
        return;
      }
      if (timed) {
        trial.time().lap(shadow.nanoTime.getAsLong() - start);
      }
      trial.count(prediction, decided, verdict);
    }
  }
}
