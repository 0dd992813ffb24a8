package org.governance4j.drift;

/**
 * How long a detector ran on simulated streams without a change until its first alarm.
 *
 * @param mean the estimated expected run length: the time of all runs divided by the number of
 *     alarms, which is the maximum-likelihood estimate for runs that are cut off at a cap, if
 *     alarms come at a constant rate by then, and the plain mean if none was cut off; infinite if
 *     there was no alarm at all
 * @param standardError of the mean, whatever the law of the lengths, though a few very long runs
 *     that chance has left out are not in it; infinite if there was no alarm
 * @param runs how many runs
 * @param censored how many of them were cut off without an alarm
 */
public record RunLengths(double mean, double standardError, int runs, int censored) {

  /** Of the lengths of runs; a negative one is a run that was cut off after so many values. */
  static RunLengths of(long[] lengths) {
    double total = 0;
    int alarms = 0;
    for (long length : lengths) {
      total += Math.abs((double) length);
      alarms += length > 0 ? 1 : 0;
    }
    int censored = lengths.length - alarms;
    if (alarms == 0) {
      return new RunLengths(
          Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, lengths.length, censored);
    }
    double mean = total / alarms;
    int runs = lengths.length;
    if (runs == 1) {
      return new RunLengths(mean, mean, runs, censored);
    }
    // Of a ratio of two sums, by its linear terms; without a cut, that of a mean.
    double squares = 0;
    for (long length : lengths) {
      double off = length > 0 ? length - mean : -length;
      squares += off * off;
    }
    double error = Math.sqrt(squares * runs / (runs - 1)) / alarms;
    return new RunLengths(mean, error, runs, censored);
  }
}
