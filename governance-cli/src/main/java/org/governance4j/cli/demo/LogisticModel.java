package org.governance4j.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;

/**
 * A logistic regression on standardised features, trained by stochastic gradient descent. Small,
 * but a real model: it is the thing that is governed. StrictMath makes it the same on every
 * machine.
 */
final class LogisticModel {

  private static final int EPOCHS = 5;
  private static final double RATE = 0.02;

  private final double[] mean;
  private final double[] scale;
  private final double[] weights;
  private final double bias;

  private LogisticModel(double[] mean, double[] scale, double[] weights, double bias) {
    this.mean = mean;
    this.scale = scale;
    this.weights = weights;
    this.bias = bias;
  }

  /** Trains on the first rows of a stream. */
  static LogisticModel train(LabelledStream data, int rows, long seed) {
    int features = data.features().size();
    double[] mean = new double[features];
    double[] scale = new double[features];
    for (int j = 0; j < features; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += data.rows()[i][j];
      }
      mean[j] = sum / rows;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        double d = data.rows()[i][j] - mean[j];
        squares += d * d;
      }
      double deviation = StrictMath.sqrt(squares / rows);
      // A feature that never moved in training says nothing: scale 0 leaves it out.
      scale[j] = deviation < 1e-9 ? 0 : 1 / deviation;
    }
    double[] weights = new double[features];
    double bias = 0;
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < EPOCHS * rows; step++) {
      int i = random.nextInt(rows);
      double[] row = data.rows()[i];
      double sum = bias;
      for (int j = 0; j < features; j++) {
        sum += weights[j] * (row[j] - mean[j]) * scale[j];
      }
      double gradient = sigmoid(sum) - data.labels()[i];
      bias -= RATE * gradient;
      for (int j = 0; j < features; j++) {
        weights[j] -= RATE * gradient * (row[j] - mean[j]) * scale[j];
      }
    }
    return new LogisticModel(mean, scale, weights, bias);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws InvalidData if it is not such a model
   */
  static LogisticModel decode(byte[] bytes) {
    JsonValue.Obj model = StrictJson.parseObject(bytes);
    double[] mean = numbers(model, "mean");
    double[] scale = numbers(model, "scale");
    double[] weights = numbers(model, "weights");
    double[] bias = numbers(model, "bias");
    if (scale.length != mean.length || weights.length != mean.length || bias.length != 1) {
      throw new InvalidData("the model's arrays differ in length");
    }
    return new LogisticModel(mean, scale, weights, bias[0]);
  }

  /** The model file: canonical JSON. */
  byte[] encode() {
    return CanonicalJson.write(
        JsonValue.object()
            .with("kind", JsonValue.of("logistic-regression"))
            .with("mean", array(mean))
            .with("scale", array(scale))
            .with("weights", array(weights))
            .with("bias", array(bias)));
  }

  /** The probability of class 1. */
  double score(double[] row) {
    double sum = bias;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * (row[j] - mean[j]) * scale[j];
    }
    return sigmoid(sum);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static JsonValue array(double... values) {
    List<JsonValue> items = new ArrayList<>();
    for (double value : values) {
      items.add(JsonValue.of(value));
    }
    return new JsonValue.Arr(items);
  }

  private static double[] numbers(JsonValue.Obj model, String name) {
    if (!(model.get(name) instanceof JsonValue.Arr array)) {
      throw new InvalidData("the model has no array \"" + name + "\"");
    }
    double[] values = new double[array.items().size()];
    for (int i = 0; i < values.length; i++) {
      if (!(array.items().get(i) instanceof JsonValue.Num number)) {
        throw new InvalidData("the model's " + name + "[" + i + "] is not a number");
      }
      values[i] = number.asDouble();
    }
    return values;
  }
}
