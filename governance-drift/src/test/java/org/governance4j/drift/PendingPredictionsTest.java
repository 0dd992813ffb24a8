package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PendingPredictionsTest {

  @Test
  void a_prediction_is_taken_once() {
    PendingPredictions pending = new PendingPredictions(8);
    pending.put("a", 1);
    pending.put("b", 2);
    assertEquals(1, pending.take("a"));
    assertEquals(Double.NaN, pending.take("a"));
    assertEquals(2, pending.take("b"));
    assertEquals(Double.NaN, pending.take("never seen"));
  }

  @Test
  void the_same_id_again_replaces_the_prediction() {
    PendingPredictions pending = new PendingPredictions(2);
    pending.put("a", 1);
    pending.put("a", 3);
    pending.put("b", 2);
    assertEquals(3, pending.take("a"));
    assertEquals(2, pending.take("b"));
  }

  @Test
  void an_id_that_comes_again_is_among_the_latest() {
    PendingPredictions pending = new PendingPredictions(4);
    for (String id : List.of("a", "b", "c", "a", "d", "e")) {
      pending.put(id, id.charAt(0));
    }
    assertEquals('a', pending.take("a"));
    assertEquals(Double.NaN, pending.take("b"));
    assertEquals('c', pending.take("c"));
  }

  @Test
  void the_oldest_makes_room() {
    PendingPredictions pending = new PendingPredictions(4);
    for (int i = 0; i < 6; i++) {
      pending.put("id" + i, i);
    }
    assertEquals(Double.NaN, pending.take("id0"));
    assertEquals(Double.NaN, pending.take("id1"));
    for (int i = 2; i < 6; i++) {
      assertEquals(i, pending.take("id" + i));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  void agrees_with_a_map_in_order_of_insertion(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = 1 << (1 + random.nextInt(6));
    PendingPredictions pending = new PendingPredictions(size);
    // Place i of the ring holds an id or nothing; places are reused in turn.
    Map<String, Double> expected = new LinkedHashMap<>();
    List<@Nullable String> places = Arrays.asList(new @Nullable String[size]);
    int next = 0;
    for (int i = 0; i < 5000; i++) {
      String id = "r" + random.nextInt(3 * size);
      if (random.nextInt(3) == 0) {
        Double value = expected.remove(id);
        assertEquals(value == null ? Double.NaN : value, pending.take(id), "step " + i);
        Collections.replaceAll(places, id, null);
      } else {
        Collections.replaceAll(places, id, null);
        if (places.get(next) != null) {
          expected.remove(places.get(next));
        }
        places.set(next, id);
        next = (next + 1) % size;
        expected.put(id, (double) i);
        pending.put(id, i);
      }
    }
    assertEquals(0, pending.refused());
  }

  @Test
  void ids_with_one_hash_code_cost_a_bounded_number_of_steps_and_are_counted() {
    PendingPredictions pending = new PendingPredictions(1 << 16);
    Map<String, Double> colliding = new LinkedHashMap<>();
    for (int i = 0; i < 1 << 10; i++) {
      StringBuilder id = new StringBuilder();
      for (int bit = 0; bit < 10; bit++) {
        id.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // the same hash code, both 2112
      }
      colliding.put(id.toString(), (double) i);
    }
    assertEquals(1, colliding.keySet().stream().map(String::hashCode).distinct().count());
    colliding.forEach(pending::put);
    assertTrue(pending.refused() > 900, "refused " + pending.refused());
    Iterator<Map.Entry<String, Double>> ids = colliding.entrySet().iterator();
    for (long kept = colliding.size() - pending.refused(); kept > 0; kept--) {
      Map.Entry<String, Double> first = ids.next();
      assertEquals(first.getValue(), pending.take(first.getKey()));
    }
    assertEquals(Double.NaN, pending.take(ids.next().getKey()));
  }
}
