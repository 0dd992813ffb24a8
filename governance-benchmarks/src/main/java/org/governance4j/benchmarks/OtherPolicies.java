package org.governance4j.benchmarks;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.policy.RulePolicy;
import org.governance4j.policy.Step;

/**
 * Three policies unlike the measured one, run before it on predictions that pass and that do not:
 * what a service with several models has done to the profiles of the compiler.
 */
final class OtherPolicies {
  private static final int ROUNDS = 50_000;

  private OtherPolicies() {}

  static void warm() {
    long denied = 0;
    denied += run(manyRanges(), 20, 0);
    denied += run(texts(), 1, 3);
    denied += run(steps(), 4, 1);
    if (denied == 0 || denied == 3L * ROUNDS) {
      throw new IllegalStateException("the other policies must allow and deny, denied " + denied);
    }
  }

  private static long run(RulePolicy policy, int numbers, int texts) {
    List<Field> inputs = new ArrayList<>();
    for (int i = 0; i < numbers; i++) {
      inputs.add(Field.number("n" + i));
    }
    for (int i = 0; i < texts; i++) {
      inputs.add(Field.category("t" + i));
    }
    ModelSchema schema = ModelSchema.of("other", "1", inputs, List.of(Field.number("out")));
    BoundPolicy bound = policy.bind(schema);
    Prediction prediction = schema.prediction();
    SplittableRandom random = new SplittableRandom(7);
    String[] words = {"a", "b", "c", "d", "e", "f", "g", "h"};
    double[] in = new double[numbers];
    float[] floats = new float[numbers];
    float[] out = {0.5f};
    String[] strings = new String[texts];
    long denied = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < numbers; i++) {
        in[i] = random.nextDouble(-1.05, 1.05);
        floats[i] = (float) in[i];
      }
      for (int i = 0; i < texts; i++) {
        strings[i] = words[random.nextInt(words.length)];
      }
      if ((round & 7) == 0) {
        prediction.wrap(null, FloatBuffer.wrap(floats), FloatBuffer.wrap(out), strings);
      } else if ((round & 7) == 1) {
        prediction.wrap(null, floats, out, strings);
      } else {
        prediction.wrap(null, in, new double[] {0.5}, strings);
      }
      if ((round & 15) == 0) {
        prediction.missing(0);
      }
      denied += bound.evaluate(prediction) == Verdict.ALLOW ? 0 : 1;
    }
    return denied;
  }

  private static RulePolicy manyRanges() {
    String[] fields = new String[20];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = "n" + i;
    }
    return RulePolicy.builder("many-ranges")
        .finite("finite", fields)
        .range("range", -1, 1, fields)
        .build();
  }

  private static RulePolicy texts() {
    return RulePolicy.builder("texts")
        .allowed("t0", "t0", "a", "b", "c", "d", "e", "f", "g")
        .allowed("t1", "t1", "a", "b", "c", "d", "e", "f")
        .allowedBy("t2", "t2", "t0", Map.of("a", List.of("a", "b"), "b", List.of("c", "d", "e")))
        .build();
  }

  private static RulePolicy steps() {
    return RulePolicy.builder("steps")
        .atLeastBy("s1", "n1", "n0", List.of(new Step(0.9, 0), new Step(0.5, -0.5)), -0.9)
        .atLeastBy("s2", "n2", "n3", List.of(new Step(0.1, -0.2)), -0.9)
        .allowed("t0", "t0", "a", "b", "c", "d")
        .build();
  }
}
