package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.tck.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are given many at a time have the effect of values one by one. */
class BulkTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("M23")
  void adwin_has_the_same_state_whether_its_values_come_in_bulk_or_not(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Adwin config =
        new Adwin(
            random.nextBoolean() ? .002 : .3,
            1 + random.nextInt(70),
            2 + random.nextInt(7),
            1 + random.nextInt(8),
            random.nextInt(30));
    double[] values = stream(random);
    StreamingDetector one = config.start();
    StreamingDetector many = config.start();
    for (int from = 0; from < values.length; ) {
      int count = Math.min(values.length - from, 1 + random.nextInt(100));
      int expected = -1;
      for (int i = from; i < from + count && expected < 0; i++) {
        expected = one.update(values[i]) == DriftDetector.NONE ? -1 : i;
      }
      assertEquals(expected, many.update(values, from, count), "seed " + seed + " from " + from);
      assertEquals(one.status(), many.status(), "seed " + seed + " from " + from);
      assertArrayEquals(one.state(), many.state(), "seed " + seed + " from " + from);
      assertEquals(one.lastEvent(), many.lastEvent(), "seed " + seed + " from " + from);
      from = expected < 0 ? from + count : expected + 1;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("M23")
  void scaling_is_the_same_whether_the_values_come_in_bulk_or_not(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Adwin config = Adwin.defaults().withDelta(random.nextBoolean() ? .002 : .5);
    double[] values = stream(random);
    Scaled one = new Scaled(config.start());
    Scaled many = new Scaled(config.start());
    for (int from = 0; from < values.length; ) {
      int count = Math.min(values.length - from, 1 + random.nextInt(100));
      int expected = -1;
      int status = DriftDetector.NONE;
      for (int i = from; i < from + count && expected < 0; i++) {
        status = one.update(values[i]);
        expected = status == DriftDetector.NONE ? -1 : i;
      }
      assertEquals(expected, many.update(values, from, count), "seed " + seed + " from " + from);
      if (expected >= 0) {
        assertEquals(status, many.lastStatus(), "seed " + seed + " from " + from);
      }
      assertEquals(one.lastEvent(), many.lastEvent(), "seed " + seed + " from " + from);
      assertArrayEquals(state(one), state(many), "seed " + seed + " from " + from);
      from = expected < 0 ? from + count : expected + 1;
    }
  }

  private static byte[] state(Scaled scaled) {
    StateWriter out = new StateWriter();
    scaled.write(out);
    out.put(Objects.requireNonNull(scaled.keeper()).state());
    return out.toByteArray();
  }

  /** Stretches of noise, of constants and of zeros, now and then a value that is refused. */
  private static double[] stream(SplittableRandom random) {
    double[] values = new double[6000];
    double level = 0;
    double width = 1;
    for (int i = 0; i < values.length; i++) {
      if (random.nextInt(600) == 0) {
        level = random.nextInt(3) == 0 ? 0 : random.nextDouble(-5, 5);
        width = random.nextInt(3) == 0 ? 0 : random.nextDouble(2);
      }
      values[i] = level + width * random.nextDouble(-1, 1);
    }
    double[] refused = {Double.NaN, 1e300, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < 10; i++) {
      values[random.nextInt(values.length)] = refused[i % 3];
    }
    Arrays.fill(values, 5000, 5500, 0);
    return values;
  }
}
