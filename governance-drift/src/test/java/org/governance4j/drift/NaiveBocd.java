package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Gamma;
import org.governance4j.DriftDetector;

/**
 * The posterior of all run lengths, straight from the definition: the marginal likelihood of every
 * run from its values anew, in logarithms, nothing pruned.
 */
final class NaiveBocd {

  private final Bocd config;
  private final List<Double> values = new ArrayList<>();

  /** Where each run began, and the logarithm of the probability of that and of all before it. */
  private final List<Integer> starts = new ArrayList<>();

  private final List<Double> priors = new ArrayList<>();

  int changeIndex = -1;
  double[] posterior = {1};

  NaiveBocd(Bocd config) {
    this.config = config;
    starts.add(0);
    priors.add(0.0);
  }

  int update(double value) {
    values.add(value);
    int now = values.size();
    double[] log = new double[starts.size()];
    for (int i = 0; i < log.length; i++) {
      List<Double> run = values.subList(starts.get(i), now);
      log[i] = priors.get(i) + (run.size() - 1) * Math.log1p(-config.hazard()) + marginal(run);
    }
    double evidence = logSum(log);
    posterior = new double[log.length];
    double changed = 0;
    int best = 0;
    for (int i = 0; i < log.length; i++) {
      posterior[i] = Math.exp(log[i] - evidence);
      if (i > 0 && now - starts.get(i) >= config.lag()) {
        changed += posterior[i];
        best = best == 0 || posterior[i] > posterior[best] ? i : best;
      }
    }
    boolean located = true;
    for (int i = 1; i < log.length; i++) {
      located &= best > 0 && posterior[i] <= posterior[best];
    }
    int status = DriftDetector.NONE;
    if (located && changed > .5 && changed / (changed + posterior[0]) > config.threshold()) {
      changeIndex = starts.get(best);
      double before = mean(starts.get(0), changeIndex);
      double after = mean(changeIndex, now);
      status = DriftDetector.DRIFT | (after > before ? DriftDetector.UP : DriftDetector.DOWN);
      for (int i = starts.size() - 1; i >= 0; i--) {
        if (i != best && (i < best || now - starts.get(i) >= config.lag())) {
          starts.remove(i);
          priors.remove(i);
          log = without(log, i);
        }
      }
      evidence = logSum(log);
    }
    // What follows is conditional on everything so far.
    for (int i = 0; i < priors.size(); i++) {
      priors.set(i, priors.get(i) - evidence);
    }
    starts.add(now);
    priors.add(Math.log(config.hazard()));
    return status;
  }

  private double mean(int from, int to) {
    return values.subList(from, to).stream().mapToDouble(x -> x).average().orElseThrow();
  }

  /** The logarithm of the probability of a run's values, the parameters integrated out. */
  private double marginal(List<Double> run) {
    int n = run.size();
    double sum = run.stream().mapToDouble(x -> x).sum();
    double count = config.priorCount();
    double prior = config.priorMean();
    if (config.family() == Bocd.Family.BERNOULLI) {
      double a = count * prior;
      double b = count * (1 - prior);
      return logBeta(a + sum, b + n - sum) - logBeta(a, b);
    }
    double mean = sum / n;
    double squares = run.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    double spread = squares + count * n / (count + n) * (mean - prior) * (mean - prior);
    double share = .5 * Math.log(count / (count + n)) - .5 * n * Math.log(2 * Math.PI);
    if (config.family() == Bocd.Family.NORMAL_KNOWN_VARIANCE) {
      return share - .5 * n * Math.log(config.variance()) - .5 * spread / config.variance();
    }
    double shape = config.priorShape();
    double scale = shape * config.variance();
    return share
        + Gamma.logGamma(shape + .5 * n)
        - Gamma.logGamma(shape)
        + shape * Math.log(scale)
        - (shape + .5 * n) * Math.log(scale + .5 * spread);
  }

  private static double logBeta(double a, double b) {
    return Gamma.logGamma(a) + Gamma.logGamma(b) - Gamma.logGamma(a + b);
  }

  private static double logSum(double[] logs) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum);
  }

  private static double[] without(double[] values, int index) {
    double[] rest = new double[values.length - 1];
    System.arraycopy(values, 0, rest, 0, index);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }
}
