package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOverTest {

  private static final ModelSchema SCHEMA = schema(2);
  private static final Verdict DENY =
      Verdict.Deny.of(Verdict.Cause.POLICY, "rule", "the score is too high");

  @Test
  void what_was_offered_comes_out_in_order_and_is_a_copy() {
    HandOver ring = new HandOver(SCHEMA, new int[] {0, 1, 2}, new int[0], 8);
    double[] inputs = {1, 2};
    double[] outputs = {3};
    assertTrue(ring.offer(SCHEMA.prediction().wrap("a", inputs, outputs), Verdict.ALLOW));
    inputs[0] = 10;
    outputs[0] = 30;
    assertTrue(ring.offer(SCHEMA.prediction().wrap(null, inputs, outputs), DENY));
    assertTrue(ring.offerLabel("a", .5));
    Arrays.fill(inputs, -1);
    Arrays.fill(outputs, -1);

    int slot = ring.next();
    assertEquals("a", ring.id(slot));
    assertEquals(Verdict.Action.ALLOW.ordinal(), ring.kind(slot));
    assertEquals(
        List.of(1., 2., 3.),
        List.of(ring.value(slot, 0), ring.value(slot, 1), ring.value(slot, 2)));
    ring.release(slot);
    assertNull(ring.id(slot), "a released place must not hold on to its id");
    slot = ring.next();
    assertNull(ring.id(slot));
    assertEquals(HandOver.VIOLATED | Verdict.Action.DENY.ordinal(), ring.kind(slot));
    assertEquals(10, ring.value(slot, 0));
    assertEquals(30, ring.value(slot, 2));
    ring.release(slot);
    slot = ring.next();
    assertEquals(HandOver.LABEL, ring.kind(slot));
    assertEquals(.5, ring.value(slot, 0));
    ring.release(slot);
    assertEquals(-1, ring.next());
    assertEquals(3, ring.done());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 500})
  void missing_is_told_from_not_a_number_for_any_number_of_fields(int inputs) {
    ModelSchema schema = schema(inputs);
    int[] columns = IntStream.range(0, inputs + 1).toArray();
    HandOver ring = new HandOver(schema, columns, new int[0], 2);
    for (int lap = 0; lap < 4; lap++) {
      double[] values = new double[inputs];
      values[inputs - 1] = Double.NaN;
      Prediction prediction = schema.prediction().wrap("id", values, new double[] {1});
      boolean missing = lap % 2 == 0;
      if (missing) {
        prediction.missing(inputs - 1);
      }
      assertTrue(ring.offer(prediction, Verdict.ALLOW));
      int slot = ring.next();
      for (int column = 0; column <= inputs; column++) {
        assertEquals(missing && column == inputs - 1, ring.absent(slot, column), "" + column);
      }
      assertTrue(Double.isNaN(ring.value(slot, inputs - 1)));
      ring.release(slot);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void infinite_values_that_sum_up_to_not_a_number_are_there(boolean allFields) {
    int[] columns = allFields ? new int[] {0, 1, 2} : new int[] {0, 1};
    HandOver ring = new HandOver(SCHEMA, columns, new int[0], 2);
    double[] inputs = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    assertTrue(ring.offer(SCHEMA.prediction().wrap("a", inputs, new double[] {3}), Verdict.ALLOW));
    int slot = ring.next();
    assertEquals(Double.POSITIVE_INFINITY, ring.value(slot, 0));
    assertEquals(Double.NEGATIVE_INFINITY, ring.value(slot, 1));
    for (int column = 0; column < columns.length; column++) {
      assertFalse(ring.absent(slot, column), "" + column);
    }
  }

  @Test
  void a_missing_field_of_the_lap_before_is_there_again() {
    HandOver ring = new HandOver(SCHEMA, new int[] {0, 1, 2}, new int[0], 2);
    for (int i = 0; i < 8; i++) {
      Prediction prediction = prediction(Double.NaN, 1);
      boolean missing = i / 2 % 2 == 0;
      if (missing) {
        prediction.missing(0);
      }
      assertTrue(ring.offer(prediction, DENY));
      int slot = ring.next();
      assertEquals(missing, ring.absent(slot, 0), "" + i);
      assertFalse(ring.absent(slot, 1), "NaN, but there");
      assertEquals(HandOver.VIOLATED | Verdict.Action.DENY.ordinal(), ring.kind(slot));
      ring.release(slot);
    }
  }

  @Test
  void only_the_chosen_fields_are_copied() {
    HandOver ring = new HandOver(SCHEMA, new int[] {2, 1}, new int[0], 2);
    double[] inputs = {1, 2};
    assertTrue(ring.offer(SCHEMA.prediction().wrap("a", inputs, new double[] {3}), DENY));
    int slot = ring.next();
    assertEquals(3, ring.value(slot, 0));
    assertEquals(2, ring.value(slot, 1));
  }

  @Test
  void a_full_ring_refuses_and_takes_again_after_a_release() {
    HandOver ring = new HandOver(SCHEMA, new int[] {0}, new int[0], 4);
    for (int lap = 0; lap < 3; lap++) {
      for (int i = 0; i < 4; i++) {
        assertTrue(ring.offerLabel("x", i));
      }
      assertFalse(ring.offerLabel("x", 4));
      assertFalse(ring.offer(prediction(1, 1), Verdict.ALLOW));
      for (int i = 0; i < 4; i++) {
        int slot = ring.next();
        assertEquals(i, ring.value(slot, 0));
        ring.release(slot);
      }
      assertEquals(-1, ring.next());
    }
    assertEquals(12, ring.claimed());
  }

  @Test
  void a_closed_ring_takes_nothing_and_gives_out_what_it_has() {
    HandOver ring = new HandOver(SCHEMA, new int[] {0}, new int[0], 4);
    assertTrue(ring.offerLabel("x", 7));
    ring.close();
    ring.close();
    assertTrue(ring.closed());
    assertFalse(ring.offerLabel("x", 8));
    assertFalse(ring.offer(prediction(1, 1), Verdict.ALLOW));
    assertEquals(1, ring.claimed());
    assertEquals(7, ring.value(ring.next(), 0));
  }

  @Test
  void another_schema_is_told_from_another_instance_of_the_same() {
    HandOver ring = new HandOver(SCHEMA, new int[] {0}, new int[0], 8);
    ModelSchema other = ModelSchema.of("other", "1", SCHEMA.inputs(), SCHEMA.outputs());
    double[] inputs = {1, 2};
    double[] outputs = {3};
    ring.offer(other.prediction().wrap("a", inputs, outputs), DENY);
    ring.offer(schema(2).prediction().wrap("b", inputs, outputs), Verdict.ALLOW);
    ring.offer(schema(2).prediction().wrap("c", inputs, outputs), Verdict.ALLOW);
    int slot = ring.next();
    assertEquals(
        HandOver.FOREIGN | HandOver.VIOLATED | Verdict.Action.DENY.ordinal(), ring.kind(slot));
    ring.release(slot);
    for (int i = 0; i < 2; i++) {
      slot = ring.next();
      assertEquals(0, ring.kind(slot));
      assertEquals(1, ring.value(slot, 0));
      ring.release(slot);
    }
  }

  @Test
  void a_prediction_that_cannot_be_read_does_not_block_the_ring() {
    HandOver ring = new HandOver(SCHEMA, new int[] {0, 1}, new int[0], 8);
    FloatBuffer inputs = FloatBuffer.allocate(2);
    Prediction prediction = SCHEMA.prediction().wrap("a", inputs, FloatBuffer.allocate(1));
    inputs.limit(1);
    assertTrue(ring.offer(prediction, DENY));
    assertTrue(ring.offerLabel("b", 1));
    int slot = ring.next();
    assertEquals(
        HandOver.UNREADABLE | HandOver.VIOLATED | Verdict.Action.DENY.ordinal(), ring.kind(slot));
    ring.release(slot);
    assertEquals("b", ring.id(ring.next()));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8192})
  void eight_producers_lose_nothing_that_is_not_counted_and_keep_their_order(int capacity)
      throws Exception {
    int producers = 8;
    int each = 20_000;
    HandOver ring = new HandOver(SCHEMA, new int[] {0, 1, 2}, new int[0], capacity);
    AtomicLong refused = new AtomicLong();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(producers + 1);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int producer = 0; producer < producers; producer++) {
        int me = producer;
        done.add(
            pool.submit(
                () -> {
                  Prediction view = SCHEMA.prediction();
                  double[] inputs = new double[2];
                  double[] outputs = new double[1];
                  start.await();
                  for (int i = 0; i < each; i++) {
                    inputs[0] = me;
                    inputs[1] = i;
                    outputs[0] = i + .5;
                    if (!ring.offer(view.wrap("p" + me, inputs, outputs), Verdict.ALLOW)) {
                      refused.incrementAndGet();
                    }
                    inputs[0] = -1; // the caller's arrays are its own again
                  }
                  return null;
                }));
      }
      Future<Long> taken = pool.submit(() -> drain(ring, producers));
      start.countDown();
      for (Future<?> producer : done) {
        producer.get();
      }
      ring.close();
      assertEquals((long) producers * each, taken.get() + refused.get());
      assertEquals(ring.claimed(), taken.get());
    } finally {
      pool.shutdownNow();
    }
  }

  private static long drain(HandOver ring, int producers) {
    double[] last = new double[producers];
    Arrays.fill(last, -1);
    long taken = 0;
    while (true) {
      boolean end = ring.closed() && ring.done() == ring.claimed();
      int slot = ring.next();
      if (slot < 0) {
        if (end) {
          return taken;
        }
        Thread.onSpinWait();
        continue;
      }
      int producer = (int) ring.value(slot, 0);
      assertEquals("p" + producer, ring.id(slot));
      assertTrue(ring.value(slot, 1) > last[producer], "out of order: producer " + producer);
      last[producer] = ring.value(slot, 1);
      assertEquals(last[producer] + .5, ring.value(slot, 2));
      ring.release(slot);
      taken++;
    }
  }

  private static Prediction prediction(double input, double output) {
    return SCHEMA.prediction().wrap("id", new double[] {input, input}, new double[] {output});
  }

  private static ModelSchema schema(int inputs) {
    return ModelSchema.of(
        "credit",
        "1",
        IntStream.range(0, inputs).mapToObj(i -> Field.number("x" + i)).toList(),
        List.of(Field.number("score")));
  }
}
