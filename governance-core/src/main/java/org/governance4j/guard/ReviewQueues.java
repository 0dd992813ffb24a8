package org.governance4j.guard;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the review queue of a guard, once what it is made of is known. */
@FunctionalInterface
interface ReviewQueues {

  /**
   * Makes it, or null where none is configured.
   *
   * @param stopped whether an emergency stop is in force
   */
  @Nullable ReviewQueue make(
      Recorder recorder, Scribe scribe, Clock clock, BooleanSupplier stopped);
}
