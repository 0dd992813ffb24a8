package org.governance4j.drift;

/**
 * Draws from a {@link StreamModel}, the same values on every JDK. Normal values by the ziggurat of
 * Marsaglia and Tsang in the form of Doornik (An Improved Ziggurat Method to Generate Normal Random
 * Samples, 2005), whose layer and position come of different bits. One owner.
 */
final class Sampler {

  private static final int LAYERS = 128;

  /** Where the tail begins and the area of a layer, for 128 of them. */
  private static final double TAIL = 3.442619855899;

  private static final double AREA = 9.91256303526217e-3;

  private final StreamModel model;
  private final Xoshiro random;
  private final double[] edge = new double[LAYERS + 1];
  private final double[] share = new double[LAYERS];

  Sampler(StreamModel model, Xoshiro random) {
    this.model = model;
    this.random = random;
    if (model instanceof StreamModel.Normal) {
      stack();
    }
  }

  /** The layers, from the widest at the bottom to the peak. */
  private void stack() {
    double height = StrictMath.exp(-.5 * TAIL * TAIL);
    edge[0] = AREA / height;
    edge[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      edge[i] = Math.sqrt(-2 * StrictMath.log(AREA / edge[i - 1] + height));
      height = StrictMath.exp(-.5 * edge[i] * edge[i]);
    }
    for (int i = 0; i < LAYERS; i++) {
      share[i] = edge[i + 1] / edge[i];
    }
  }

  void fill(double[] into) {
    if (model instanceof StreamModel.Bernoulli bernoulli) {
      double p = bernoulli.p();
      for (int i = 0; i < into.length; i++) {
        into[i] = random.nextDouble() < p ? 1 : 0;
      }
    } else if (model instanceof StreamModel.Normal) {
      for (int i = 0; i < into.length; i++) {
        into[i] = normal();
      }
    } else {
      for (int i = 0; i < into.length; i++) {
        into[i] = random.nextDouble();
      }
    }
  }

  private double normal() {
    while (true) {
      long bits = random.nextLong();
      int layer = (int) bits & (LAYERS - 1);
      double u = (bits >> 11) * 0x1p-52;
      if (Math.abs(u) < share[layer]) {
        return u * edge[layer];
      }
      if (layer == 0) {
        return tail(u < 0);
      }
      double x = u * edge[layer];
      double low = StrictMath.exp(-.5 * (edge[layer] * edge[layer] - x * x));
      double high = StrictMath.exp(-.5 * (edge[layer + 1] * edge[layer + 1] - x * x));
      if (high + random.nextDouble() * (low - high) < 1) {
        return x;
      }
    }
  }

  private double tail(boolean negative) {
    double x;
    double y;
    do {
      x = StrictMath.log(1 - random.nextDouble()) / TAIL;
      y = StrictMath.log(1 - random.nextDouble());
    } while (-2 * y < x * x);
    return negative ? x - TAIL : TAIL - x;
  }
}
