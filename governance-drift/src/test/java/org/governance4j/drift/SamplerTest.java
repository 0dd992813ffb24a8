package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SamplerTest {

  /** The first numbers of xoshiro256++ from the words 1, 2, 3, 4, as rand_xoshiro tests them. */
  @Test
  void the_generator_gives_the_published_numbers() {
    Xoshiro random = new Xoshiro(1, 2, 3, 4);
    assertEquals(41943041L, random.nextLong());
    assertEquals(58720359L, random.nextLong());
    assertEquals(3588806011781223L, random.nextLong());
    assertEquals(3591011842654386L, random.nextLong());
    assertEquals(Long.parseUnsignedLong("9228616714210784205"), random.nextLong());
    assertEquals(Long.parseUnsignedLong("9973669472204895162"), random.nextLong());
  }

  @Test
  void streams_of_one_seed_differ() {
    assertTrue(new Xoshiro(1, 1).nextLong() != new Xoshiro(1, 2).nextLong());
    assertTrue(new Xoshiro(1, 1).nextLong() != new Xoshiro(2, 1).nextLong());
    assertEquals(new Xoshiro(5, 6).nextLong(), new Xoshiro(5, 6).nextLong());
  }

  /**
   * Moments, and the probabilities of the normal table: .3173105, .0026998, .0000633 outside 1, 3,
   * 4.
   */
  @Test
  void normal_values_are_normal_up_to_the_tail() {
    int n = 4_000_000;
    double[] values = new double[n];
    new Sampler(new StreamModel.Normal(), new Xoshiro(1, 1)).fill(values);
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    int[] outside = new int[5];
    for (double x : values) {
      sum += x;
      squares += x * x;
      cubes += x * x * x;
      fourths += x * x * x * x;
      for (int i = 1; i < 5; i++) {
        outside[i] += Math.abs(x) > i ? 1 : 0;
      }
    }
    double error = 4 / Math.sqrt(n);
    assertEquals(0, sum / n, error);
    assertEquals(1, squares / n, error * Math.sqrt(2));
    assertEquals(0, cubes / n, error * Math.sqrt(15));
    assertEquals(3, fourths / n, error * Math.sqrt(96));
    share(.31731051, outside[1], n);
    share(.04550026, outside[2], n);
    share(.00269980, outside[3], n);
    share(.00006334, outside[4], n);
  }

  private static void share(double p, int count, int n) {
    assertEquals(p, (double) count / n, 4 * Math.sqrt(p / n), "share");
  }

  @Test
  void uniform_and_bernoulli_values_have_their_mean() {
    double[] values = new double[1_000_000];
    new Sampler(new StreamModel.Uniform(), new Xoshiro(1, 2)).fill(values);
    assertEquals(.5, mean(values), 4 * .29 / 1_000);
    new Sampler(new StreamModel.Bernoulli(.05), new Xoshiro(1, 3)).fill(values);
    assertEquals(.05, mean(values), 4 * .22 / 1_000);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double x : values) {
      sum += x;
    }
    return sum / values.length;
  }
}
