package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/** Streams of errors, and the comparison of a detector with the formulas it stands for. */
final class ErrorStreams {

  /** A detector written straight from its formulas; forgets everything after a drift by itself. */
  interface Naive {
    int update(double value);
  }

  private ErrorStreams() {}

  /** Errors whose rate changes at random times to random rates, extreme ones among them. */
  static double[] errors(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    double rate = rate(random);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(3_000) == 0) {
        rate = rate(random);
      }
      values[i] = random.nextDouble() < rate ? 1 : 0;
    }
    return values;
  }

  /** Losses in [0, 1] whose level changes at random times. */
  static double[] losses(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = errors(seed + 1, length);
    for (int i = 0; i < length; i++) {
      values[i] = .75 * values[i] + .25 * random.nextDouble();
    }
    return values;
  }

  /** Compares at every value; adds up in {@code found} how many drifts and warnings there were. */
  static void agree(DriftDetector detector, Naive naive, double[] values, long seed, int[] found) {
    for (int i = 0; i < values.length; i++) {
      int expected = naive.update(values[i]);
      int actual = detector.update(values[i]);
      if (expected != actual) {
        assertEquals(expected, actual, "value " + i + " of seed " + seed);
      }
      found[0] += (actual & DriftDetector.DRIFT) != 0 ? 1 : 0;
      found[1] += (actual & DriftDetector.WARNING) != 0 ? 1 : 0;
    }
  }

  /** Whoever asks, and when, changes nothing: what a detector puts off is as if it had not. */
  static void requireSameWhenAsked(DetectorConfig config, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StreamingDetector asked = config.start();
    StreamingDetector left = config.start();
    double[] values = errors(seed, 30_000);
    for (int i = 0; i < values.length; i++) {
      int expected = left.update(values[i]);
      if (expected != asked.update(values[i])) {
        throw new AssertionError("value " + i + " of seed " + seed);
      }
      switch (random.nextInt(40)) {
        case 0 -> asked.lastEvent();
        case 1 -> asked.state();
        case 2 -> asked = config.restore(asked.state());
        default -> {}
      }
      if (random.nextInt(400) == 0) {
        assertEquals(left.lastEvent(), asked.lastEvent(), "value " + i + " of seed " + seed);
        assertArrayEquals(left.state(), asked.state(), "value " + i + " of seed " + seed);
      }
    }
  }

  static void requireSome(int[] found, boolean warnings) {
    assertTrue(found[0] > 0, "no drift to compare");
    assertTrue(found[1] > 0 == warnings, "warnings: " + found[1]);
  }

  /** A rate of .1 for 1,000 values, then of .6: the first drift is told from where it was. */
  static DriftEvent locatesTheChange(DetectorConfig config, int tolerance) {
    DriftDetector detector = config.start();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 2_000; i++) {
      int status = detector.update(random.nextDouble() < (i < 1_000 ? .1 : .6) ? 1 : 0);
      if ((status & DriftDetector.DRIFT) != 0) {
        DriftEvent event = detector.lastEvent();
        assertEquals(1_000, event.changeIndex(), tolerance, event.toString());
        assertEquals(.1, event.before(), .1, event.toString());
        assertTrue(event.after() > .2, event.toString());
        assertEquals(DriftDetector.DRIFT | DriftDetector.UP, event.status());
        assertTrue(event.index() >= 1_000, event.toString());
        return event;
      }
    }
    throw new AssertionError("no drift");
  }

  /** The positions of the drifts over the stream of a reference record. */
  static List<Integer> detections(DriftDetector detector, double[] values) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if ((detector.update(values[i]) & DriftDetector.DRIFT) != 0) {
        found.add(i);
      }
    }
    return found;
  }

  /** The positions of a record's warnings. */
  static List<Integer> warnings(JsonNode record) {
    List<Integer> found = new ArrayList<>();
    for (JsonNode range : record.get("warning_ranges")) {
      for (int i = range.get(0).asInt(); i <= range.get(1).asInt(); i++) {
        found.add(i);
      }
    }
    return found;
  }

  private static double rate(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> .002;
      case 1 -> .998;
      default -> random.nextDouble();
    };
  }
}
