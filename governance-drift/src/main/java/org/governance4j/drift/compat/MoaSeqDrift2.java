package org.governance4j.drift.compat;

/**
 * MOA's SeqDrift2ChangeDetector: compares each full block with everything since the last change, by
 * a Bernstein bound whose variance is that of a Bernoulli variable with the common mean, and whose
 * confidence is shared out over the tests in halves. Meant for values from 0 to 1; where their mean
 * is outside, it reports nothing.
 *
 * <p>Not exact: MOA draws a random sample of the older values, where this keeps their mean, and its
 * bound is larger by up to a quarter of a percent. So a change on the edge may be found in one of
 * the two alone.
 */
final class MoaSeqDrift2 extends MoaDetector {

  private final double delta;
  private final int blockSize;
  private double older;
  private double olderSum;
  private int filled;
  private double blockSum;
  private double remaining;

  MoaSeqDrift2(String name, double delta, int blockSize) {
    super(name);
    this.delta = delta;
    this.blockSize = blockSize;
    clear();
  }

  @Override
  void clear() {
    estimation = 0;
    filled = 0;
    blockSum = 0;
    forget();
  }

  private void forget() {
    older = 0;
    olderSum = 0;
    remaining = 1;
  }

  @Override
  int take(double value) {
    filled++;
    blockSum += value;
    boolean change = filled == blockSize && older > 0 && differs();
    if (change) {
      forget();
    }
    estimation = (olderSum + blockSum) / (older + filled);
    if (filled == blockSize) {
      older += filled;
      olderSum += blockSum;
      filled = 0;
      blockSum = 0;
    }
    return change ? DRIFT : NONE;
  }

  private boolean differs() {
    remaining /= 2;
    double p = Math.log(8 * (1 - remaining) / delta);
    double mean = (olderSum + blockSum) / (older + blockSize);
    double variance = mean * (1 - mean);
    double bound = (p + Math.sqrt(p * p + 18 * variance * blockSize * p)) / (3 * blockSize);
    return Math.abs(olderSum / older - blockSum / blockSize) > bound;
  }
}
