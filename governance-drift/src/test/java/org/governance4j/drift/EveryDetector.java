package org.governance4j.drift;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;

/**
 * The detectors of this package that the service loader finds, and what differs between them. A
 * detector for which a default is not right has a line of its own.
 */
final class EveryDetector {

  static final int KNOWN_BITS =
      DriftDetector.WARNING | DriftDetector.DRIFT | DriftDetector.UP | DriftDetector.DOWN;

  private EveryDetector() {}

  /** All but those that reproduce another implementation, whose names have a colon. */
  static Stream<String> names() {
    return components().names(DriftDetector.class).stream().filter(name -> name.indexOf(':') < 0);
  }

  static DetectorConfig config(String name) {
    DriftDetector made = components().create(DriftDetector.class, name, Settings.empty());
    return ((StreamingDetector) made).config();
  }

  /** A value before the shift of the contract; the default has an error in every ten. */
  static double before(String name, int index) {
    return switch (name) {
      case "Shewhart" -> index % 2;
      default -> index % 10 == 9 ? 1 : 0;
    };
  }

  /** A value after the shift of the contract. */
  static double after(String name, int index) {
    return switch (name) {
      case "Shewhart" -> 4;
      default -> index % 10 == 9 ? 0 : 1;
    };
  }

  /** How many values of the contract come before the shift. */
  static int warmUp(String name) {
    return switch (name) {
      default -> 1_000;
    };
  }

  /** Within how many values the shift of the contract is detected. */
  static int detectsWithin(String name) {
    return switch (name) {
      case "ADWIN" -> 64;
      case "CUSUM", "EWMA", "SPRT", "ShiryaevRoberts" -> 16;
      case "D3", "Ensemble", "FOCuS", "PageHinkley", "SEED" -> 128;
      case "IncrementalKS" -> 200;
      case "KSWIN", "TEDA" -> 100;
      case "Shewhart" -> 1;
      default -> 500;
    };
  }

  /** Values of which none, repeated without end, is a change. */
  static List<Double> constants(String name) {
    return switch (name) {
      case "ADWIN", "Ensemble" -> List.of(0.0, 1.0, -1e9, 1e-300);
      case "CUSUM", "EWMA", "PageHinkley", "Shewhart" -> List.of(0.0, 1.0, -1e139, 1e-300);
      // The rate without a change is known: a stream of nothing but errors is one.
      case "SPRT", "ShiryaevRoberts" -> List.of(0.0, .1);
      default -> List.of(0.0, 1.0);
    };
  }

  /** Finite values that are out of range; those defined on [0, 1] refuse more. */
  static List<Double> outOfRange(String name) {
    return switch (name) {
      case "FET" -> List.of(-.1, .5, 1 + 1e-15, 2.0, 1e140);
      case "DDM", "ECDD", "EDDM", "FHDDM", "FHDDMS", "MDDM", "RDDM", "STEPD", "WSTD" ->
          List.of(-.1, .5, 1 + 1e-15, 2.0, 1e140);
      case "FOCuS", "HDDM_A", "HDDM_W", "SPRT", "SeqDrift1", "SeqDrift2", "ShiryaevRoberts" ->
          List.of(-.1, 1 + 1e-15, 2.0, 1e140);
      default -> List.of(1e141, -1e200, Double.MAX_VALUE);
    };
  }

  /** The most bytes of state after a million values. */
  static int stateBytes(String name) {
    return switch (name) {
      case "ADWIN", "Ensemble", "SeqDrift1" -> 4_096;
      case "BOCD" -> 151 * 40 + 128;
      case "CVM", "FET" -> 8 * 550 + 128;
      case "D3", "KSWIN" -> 1_024;
      case "IncrementalKS", "RDDM", "WSTD" -> 2_048;
      case "FOCuS" -> 2 * 256 * 24 + 256;
      case "LSDD", "MMD" -> 8 * 300 + 128;
      case "SEED" -> 8_500;
      case "SeqDrift2" -> 10_240;
      default -> 512;
    };
  }

  /** How many values of noise are fed; an update that takes microseconds gets fewer. */
  static int noise(String name) {
    int most = Integer.getInteger("governance.noise", 1_000_000);
    return switch (name) {
      case "BOCD", "D3", "LSDD", "MMD" -> most / 10;
      default -> most;
    };
  }

  /**
   * A stream of regimes: errors at some rate, numbers in [0, 1] around some level, and for the
   * detectors that take them numbers of some scale.
   */
  static double[] stream(SplittableRandom random, int length) {
    double[] values = new double[length];
    int kind = 0;
    double level = 0;
    double scale = 1;
    for (int i = 0; i < length; i++) {
      if (i == 0 || random.nextInt(250) == 0) {
        kind = random.nextInt(3);
        level = random.nextDouble();
        scale = Math.scalb(1.0, random.nextInt(12) - 2);
      }
      values[i] =
          switch (kind) {
            case 0 -> random.nextDouble() < level * level ? 1 : 0;
            case 1 -> (level + random.nextDouble()) / 2;
            default -> scale * (level - .5 + random.nextDouble() + random.nextDouble());
          };
    }
    return values;
  }

  private static Components components() {
    return Components.load(EveryDetector.class.getClassLoader());
  }
}
