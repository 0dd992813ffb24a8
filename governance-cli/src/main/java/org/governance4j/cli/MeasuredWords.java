package org.governance4j.cli;

import java.util.Locale;
import org.governance4j.JsonValue;
import org.governance4j.drift.RunLengths;

/** What is said of measured run lengths. */
final class MeasuredWords {

  private MeasuredWords() {}

  /** A run length without any alarm is infinite, which JSON cannot say: null. */
  static JsonValue.Obj json(RunLengths lengths) {
    boolean any = lengths.censored() < lengths.runs();
    return JsonValue.object()
        .with("measured", any ? JsonValue.of(lengths.mean()) : JsonValue.NULL)
        .with("standardError", any ? JsonValue.of(lengths.standardError()) : JsonValue.NULL)
        .with("runs", JsonValue.of(lengths.runs()))
        .with("censored", JsonValue.of(lengths.censored()));
  }

  /**
   * The run length with its error, and what it rests on if runs were cut off; without any alarm a
   * lower bound: at a constant rate, so much time without one has a probability of 5 %.
   */
  static String of(RunLengths lengths, long cap) {
    int alarms = lengths.runs() - lengths.censored();
    if (alarms == 0) {
      return String.format(
          Locale.ROOT,
          "no alarm in %d runs of %d values: the expected run length is above %.0f, with 95 %%"
              + " confidence, if alarms come at a constant rate",
          lengths.runs(),
          cap,
          (double) lengths.runs() * cap / -Math.log(.05));
    }
    String cut =
        lengths.censored() == 0
            ? ""
            : " at "
                + cap
                + " values: extrapolated from "
                + alarms
                + (alarms == 1 ? " alarm" : " alarms")
                + " at a constant rate";
    return String.format(
        Locale.ROOT,
        "expected run length %.0f ± %.0f (%d runs, %d cut off%s)",
        lengths.mean(),
        lengths.standardError(),
        lengths.runs(),
        lengths.censored(),
        cut);
  }

  /** A level with six digits. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
