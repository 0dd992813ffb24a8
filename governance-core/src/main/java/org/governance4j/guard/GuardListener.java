package org.governance4j.guard;

import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Connects a {@link Guard} to a metrics registry, without this library knowing any.
 *
 * <p>Counters and gauges are registered once, when the guard starts, and read whenever the registry
 * likes: counting costs serving threads nothing that it did not cost before. Only {@link #checked}
 * and {@link #answered} are called on a serving thread, the first for one check in 1,024, the
 * second for every verdict that is not {@code allow}; they should be quick.
 *
 * <p>An observer: what it throws changes no verdict and keeps no guard from starting, but is
 * counted and shows in the guard's health. It must be safe for any number of threads. Every method
 * does nothing unless it is overridden.
 *
 * <p>For Micrometer the adapter is:
 *
 * <pre>{@code
 * record MicrometerListener(MeterRegistry registry) implements GuardListener {
 *   public void counter(Meter meter, LongSupplier value) {
 *     FunctionCounter.builder(meter.name(), value, LongSupplier::getAsLong)
 *         .description(meter.description()).tags(tags(meter.tags())).register(registry);
 *   }
 *   public void gauge(Meter meter, DoubleSupplier value) {
 *     Gauge.builder(meter.name(), value, DoubleSupplier::getAsDouble)
 *         .description(meter.description()).tags(tags(meter.tags())).register(registry);
 *   }
 *   public void checked(Meter meter, long nanos) {
 *     Timer.builder(meter.name()).tags(tags(meter.tags())).register(registry)
 *         .record(nanos, TimeUnit.NANOSECONDS);
 *   }
 *   public void answered(VerdictEvent event) {
 *     event.rules().forEach(rule ->
 *         registry.counter("governance.rule.violations", "rule", rule).increment());
 *   }
 *   private static Tags tags(Map<String, String> tags) {
 *     return Tags.of(tags.entrySet().stream().map(t -> Tag.of(t.getKey(), t.getValue())).toList());
 *   }
 * }
 * }</pre>
 *
 * <p>Micrometer refers weakly to what it reads; the guard keeps every supplier for as long as it
 * lives itself.
 */
public interface GuardListener {

  /**
   * Registers a figure that never falls.
   *
   * @param meter what it is
   * @param value reads it, without locks
   */
  default void counter(Meter meter, LongSupplier value) {}

  /**
   * Registers a figure that rises and falls.
   *
   * @param meter what it is
   * @param value reads it; NaN while there is none
   */
  default void gauge(Meter meter, DoubleSupplier value) {}

  /**
   * Is told how long a check took, for a random one in 1,024; those of {@link Guard#checkAll} are
   * not timed.
   *
   * @param meter {@code governance.guard.check}
   * @param nanos from the call of {@link Guard#check} to its verdict, in nanoseconds
   */
  default void checked(Meter meter, long nanos) {}

  /**
   * Is told of a verdict other than {@code allow}, after it was recorded and counted.
   *
   * @param event what was answered
   */
  default void answered(VerdictEvent event) {}

  /**
   * What a figure is.
   *
   * @param name lower-case words with dots, for example {@code governance.guard.checks}
   * @param description one line for people
   * @param tags what tells it from others of its name, {@code guard} among them
   */
  record Meter(String name, String description, Map<String, String> tags) {
    /** Copies the tags. */
    public Meter {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
      tags = Map.copyOf(tags);
    }
  }
}
