package org.governance4j.drift.compat;

import java.util.ArrayList;
import java.util.List;

/**
 * MOA's SEEDChangeDetector: looks for one cut after every full block, from the newest to the
 * oldest, and merges neighbouring blocks of like means every so many blocks. The variance of a
 * value is taken from a mean that holds the value already. Estimates nothing.
 *
 * <p>Memory: one entry for each block that is neither merged nor dropped.
 */
final class MoaSeed extends MoaDetector {

  private static final class Block {
    double count;
    double total;
    double squares;
  }

  private final double delta;
  private final int blockSize;
  private final double likeness;
  private final int compressTerm;
  private final List<Block> blocks = new ArrayList<>();
  private int filled;
  private int blocksMade;
  private double width;
  private double total;
  private double variance;

  MoaSeed(
      String name,
      double delta,
      int blockSize,
      double epsilonPrime,
      double alpha,
      int compressTerm) {
    super(name);
    this.delta = delta;
    this.blockSize = blockSize;
    this.likeness = epsilonPrime * alpha;
    this.compressTerm = compressTerm;
    clear();
  }

  @Override
  double mean() {
    return total / width;
  }

  @Override
  void clear() {
    blocks.clear();
    blocks.add(new Block());
    filled = 0;
    blocksMade = 0;
    width = 0;
    total = 0;
    variance = 0;
  }

  @Override
  int take(double value) {
    if (filled == blockSize) {
      startBlock();
    }
    Block newest = blocks.get(blocks.size() - 1);
    filled++;
    newest.count++;
    newest.total += value;
    width++;
    total += value;
    if (width > 1) {
      double deviation = value - total / (width - 1);
      double square = (width - 1) * deviation * deviation / width;
      newest.squares += square;
      variance += square;
    }
    return filled == blockSize && dropOlder() ? DRIFT : NONE;
  }

  private void startBlock() {
    if (blocksMade > compressTerm) {
      compress();
      blocksMade = 0;
    }
    blocksMade++;
    blocks.add(new Block());
    filled = 0;
  }

  /** Merges from the newest to the oldest; the older a border, the more unlike its sides may be. */
  private void compress() {
    for (int i = blocks.size() - 1, border = 1; i > 0; i--, border++) {
      Block newer = blocks.get(i);
      Block older = blocks.get(i - 1);
      double apart = Math.abs(newer.total / newer.count - older.total / older.count);
      if (apart < likeness * border) {
        older.count += newer.count;
        older.total += newer.total;
        older.squares += newer.squares;
        blocks.remove(i);
      }
    }
  }

  private boolean dropOlder() {
    double n1 = 0;
    double sum1 = 0;
    for (int i = blocks.size() - 1; i > 0; i--) {
      n1 += blocks.get(i).count;
      sum1 += blocks.get(i).total;
      if (apart(width - n1, total - sum1, n1, sum1)) {
        List<Block> older = blocks.subList(0, i);
        for (Block block : older) {
          width -= block.count;
          total -= block.total;
          variance -= block.squares;
        }
        older.clear();
        return true;
      }
    }
    return false;
  }

  private boolean apart(double n0, double sum0, double n1, double sum1) {
    double d = Math.log(2 * Math.log(width) / delta);
    double m = 1 / n0 + 1 / n1;
    double bound = Math.sqrt(2 * m * (variance / width) * d) + 2.0 / 3 * d * m;
    return Math.abs(sum0 / n0 - sum1 / n1) > bound;
  }
}
