package org.governance4j.drift;

import java.util.List;
import java.util.Map;
import org.governance4j.Verdict;

/**
 * What a {@link DriftMonitor} has seen, as figures that depend on neither the order of the
 * predictions nor the threads they came from: the same predictions give an equal profile. Only
 * which of more than 1,024 categories are told apart does depend on it.
 *
 * <p>Figures of fields cover the observations that were processed and could be read; verdicts those
 * that were dropped as well. After a flush, and with no call under way, {@code observed + dropped}
 * is the number of calls of {@code observe}, and the sum over {@code actions}.
 *
 * <p>Extremes, histograms and categories tell about single values. Those of sensitive fields are
 * here like the others, but {@code toString} withholds them.
 *
 * @param observed observations that were processed
 * @param dropped observations that were not taken
 * @param actions the verdicts of both, by action; every action is there
 * @param violated of these verdicts, those that a broken rule or an undefined input caused
 * @param numbers the monitored numeric fields, in the order of the streams
 * @param categories the monitored categorical fields, in the order of the streams
 */
public record MonitorProfile(
    long observed,
    long dropped,
    Map<Verdict.Action, Long> actions,
    long violated,
    List<Numbers> numbers,
    List<Categories> categories) {

  /** Copies. */
  public MonitorProfile {
    actions = Map.copyOf(actions);
    numbers = List.copyOf(numbers);
    categories = List.copyOf(categories);
  }

  /**
   * The values of a numeric field.
   *
   * @param field its name
   * @param sensitive whether its values are
   * @param count finite values; the figures that follow are of these
   * @param missing predictions in which it is missing
   * @param nonFinite values that are NaN or infinite
   * @param min the least, never -0.0; NaN without any
   * @param max the greatest, never -0.0; NaN without any
   * @param sum the exact sum, rounded once; infinite if that is beyond the range of a double
   * @param mean the exact mean, rounded once; NaN without any
   * @param histogram the bins that are not empty, ascending
   */
  public record Numbers(
      String field,
      boolean sensitive,
      long count,
      long missing,
      long nonFinite,
      double min,
      double max,
      double sum,
      double mean,
      List<Bin> histogram) {

    /** Copies. */
    public Numbers {
      histogram = List.copyOf(histogram);
    }

    /** Withholds what tells about values, if these are sensitive. */
    @Override
    public String toString() {
      String counts = "Numbers[" + field + ", " + count + ", " + missing + " missing, " + nonFinite;
      return sensitive
          ? counts + " not finite]"
          : counts + " not finite, " + min + " to " + max + ", mean " + mean + "]";
    }
  }

  /**
   * One bin of a histogram. The edges are the same for all fields: each power of two from 2⁻²⁴ to
   * 2⁴⁰ is divided into eight equal bins, for either sign, and there is one bin around 0 and one
   * beyond each end. An edge belongs to the bin that is farther from 0.
   *
   * @param from the lower edge, or negative infinity
   * @param to the upper edge, or infinity
   * @param count how many values, at least 1
   */
  public record Bin(double from, double to, long count) {}

  /**
   * The values of a categorical field.
   *
   * @param field its name
   * @param sensitive whether its values are
   * @param count values, whatever they were
   * @param missing predictions in which it is missing
   * @param others values that are not told apart: longer than 256 characters, or no place was left
   * @param seen the categories that are told apart, by name
   */
  public record Categories(
      String field, boolean sensitive, long count, long missing, long others, List<Category> seen) {

    /** Copies. */
    public Categories {
      seen = List.copyOf(seen);
    }

    /** Withholds the categories, if these are sensitive. */
    @Override
    public String toString() {
      String counts = "Categories[" + field + ", " + count + ", " + missing + " missing, " + others;
      return counts + " others, " + (sensitive ? seen.size() + " categories]" : seen + "]");
    }
  }

  /**
   * How often a category was seen.
   *
   * @param name the category
   * @param count how often, at least 1
   */
  public record Category(String name, long count) {}
}
