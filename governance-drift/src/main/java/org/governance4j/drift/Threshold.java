package org.governance4j.drift;

import java.util.Locale;
import java.util.Objects;
import org.governance4j.InvalidData;

/**
 * The alarm level at which a detector has an expected run length, found by simulation: a row of the
 * table that comes with this module. Immutable.
 *
 * @param detector the detector's {@linkplain DetectorConfig#name() name}
 * @param parameters its other parameters, as text without spaces
 * @param model the stream without a change
 * @param ert the expected run length that was asked for, in values
 * @param level the {@linkplain CalibratedConfig#alarmLevel() alarm level}; NaN if there is none
 * @param measured the run lengths at that level, on streams of their own seed
 * @param lattice whether no level has the expected run length that was asked for, because it jumps
 *     from less to more as the level rises, or is more at the lowest level already: then the level
 *     is the lowest whose expected run length is at least that
 * @param reason why there is no level; empty if there is one
 */
public record Threshold(
    String detector,
    String parameters,
    StreamModel model,
    double ert,
    double level,
    RunLengths measured,
    boolean lattice,
    String reason) {

  /** Checks that nothing is null. */
  public Threshold {
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(measured, "measured");
    Objects.requireNonNull(reason, "reason");
  }

  /** A row without a level, for a reason that may not be empty. */
  public static Threshold none(
      CalibratedConfig config, StreamModel model, double ert, String reason) {
    return new Threshold(
        config.name(),
        ThresholdTable.parameters(config),
        model,
        ert,
        Double.NaN,
        new RunLengths(Double.NaN, Double.NaN, 0, 0),
        false,
        reason);
  }

  /** Whether there is a level. */
  public boolean found() {
    return reason.isEmpty();
  }

  /** Whether it is a row for a configuration, whatever its alarm level. */
  public boolean isFor(CalibratedConfig config) {
    return detector.equals(config.name()) && parameters.equals(ThresholdTable.parameters(config));
  }

  /**
   * After how many values a run that measures the level is cut off: a hundred times the run length
   * asked for, on a lattice ten.
   */
  public long cap() {
    return (long) Math.ceil(ert * (lattice ? LevelSearch.STEP_CAP : LevelSearch.CAP));
  }

  /**
   * Its line in the table: detector, parameters, model, ert, level, measured expected run length,
   * standard error, runs, how many of them were cut off, {@code lattice} or {@code continuous},
   * reason; separated by tabs, {@code -} for what there is not.
   */
  public String line() {
    return String.join(
        "\t",
        detector,
        parameters,
        model.text(),
        String.format(Locale.ROOT, "%.0f", ert),
        found() ? String.format(Locale.ROOT, "%.6g", level) : "-",
        found() ? String.format(Locale.ROOT, "%.0f", measured.mean()) : "-",
        found() ? String.format(Locale.ROOT, "%.0f", measured.standardError()) : "-",
        found() ? Integer.toString(measured.runs()) : "-",
        found() ? Integer.toString(measured.censored()) : "-",
        found() ? lattice ? "lattice" : "continuous" : "-",
        found() ? "-" : reason);
  }

  /**
   * Reads a line of the table.
   *
   * @throws InvalidData if it is none
   */
  static Threshold parse(String line) {
    String[] f = line.split("\t", -1);
    if (f.length != 11) {
      throw new InvalidData("thresholds: a line has " + f.length + " columns instead of 11");
    }
    try {
      boolean found = !f[4].equals("-");
      RunLengths measured =
          found
              ? new RunLengths(
                  Double.parseDouble(f[5]),
                  Double.parseDouble(f[6]),
                  Integer.parseInt(f[7]),
                  Integer.parseInt(f[8]))
              : new RunLengths(Double.NaN, Double.NaN, 0, 0);
      return new Threshold(
          f[0],
          f[1],
          StreamModel.parse(f[2]),
          Double.parseDouble(f[3]),
          found ? Double.parseDouble(f[4]) : Double.NaN,
          measured,
          f[9].equals("lattice"),
          found ? "" : f[10]);
    } catch (IllegalArgumentException e) {
      throw new InvalidData("thresholds: a line is not readable: " + e.getMessage(), e);
    }
  }
}
