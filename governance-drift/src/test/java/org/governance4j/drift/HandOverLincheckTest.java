package org.governance4j.drift;

import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.tck.Rule;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The hand-over from producers to the consumer, in all interleavings of some short scenarios: each
 * of them must give what some order of its operations, one after the other, gives.
 */
public class HandOverLincheckTest {
  private static final ModelSchema SCHEMA =
      ModelSchema.of("credit", "1", List.of(), List.of(Field.number("score")));

  private final HandOver ring = new HandOver(SCHEMA, new int[] {0}, new int[0], 2);

  @Operation
  public boolean offer(int value) {
    return ring.offerLabel("request-" + value, value);
  }

  /** What the consumer takes; it waits for a producer that has its place and is just filling it. */
  @Operation(nonParallelGroup = "consumer")
  public String take() {
    while (true) {
      int slot = ring.next();
      if (slot >= 0) {
        String taken = ring.id(slot) + "=" + ring.value(slot, 0);
        ring.release(slot);
        return taken;
      }
      if (ring.done() == ring.claimed()) {
        return "nothing";
      }
      Thread.onSpinWait();
    }
  }

  @Operation
  public void close() {
    ring.close();
  }

  @Operation
  public boolean closed() {
    return ring.closed();
  }

  @Test
  @Rule("M18")
  void every_interleaving_is_some_order_of_its_operations() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(2)
        .iterations(12)
        .invocationsPerIteration(300)
        .check(HandOverLincheckTest.class);
  }
}
