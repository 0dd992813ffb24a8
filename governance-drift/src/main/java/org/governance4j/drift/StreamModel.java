package org.governance4j.drift;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stream without a change is like: independent values of one distribution. Immutable and
 * safe for any number of threads.
 */
public sealed interface StreamModel {

  /**
   * Zeros and ones.
   *
   * @param p the share of ones, between 0 and 1, both excluded
   */
  record Bernoulli(double p) implements StreamModel {
    /** Checks the range. */
    public Bernoulli {
      if (!(p > 0 && p < 1)) {
        throw new IllegalArgumentException("p must be between 0 and 1: " + p);
      }
    }

    @Override
    public String text() {
      return "bernoulli:" + p;
    }
  }

  /** The standard normal distribution. */
  record Normal() implements StreamModel {
    @Override
    public String text() {
      return "normal";
    }
  }

  /** The uniform distribution from 0 to 1. */
  record Uniform() implements StreamModel {
    @Override
    public String text() {
      return "uniform";
    }
  }

  /** The form that {@link #parse} reads: {@code bernoulli:0.2}, {@code normal}, {@code uniform}. */
  String text();

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none, or p is out of range
   */
  static StreamModel parse(String text) {
    Matcher bernoulli = Pattern.compile("bernoulli:(0?\\.\\d{1,17})").matcher(text);
    if (bernoulli.matches()) {
      return new Bernoulli(Double.parseDouble(bernoulli.group(1)));
    }
    return switch (text) {
      case "normal" -> new Normal();
      case "uniform" -> new Uniform();
      default ->
          throw new IllegalArgumentException(
              "model must be bernoulli:P with P between 0 and 1, for example bernoulli:0.2, or"
                  + " normal, or uniform: "
                  + text);
    };
  }
}
