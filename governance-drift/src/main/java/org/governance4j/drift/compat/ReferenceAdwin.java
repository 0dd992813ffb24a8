package org.governance4j.drift.compat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ADWIN in the order of operations the other implementations share, so that even cuts on the edge
 * come out alike; where they differ, {@link Flavour} says how.
 */
final class ReferenceAdwin extends ReferenceDetector {

  /** Whose behaviour. */
  enum Flavour {
    /** river from 0.22 on: after a change the next value starts an empty window. */
    RIVER(false),
    /** river before 0.22: as above, but no cut is tried at the newest bucket of any row. */
    RIVER_LEGACY(true),
    /** MOA: keeps the rest of the window. */
    MOA(false),
    /**
     * frouros: no cut at the newest bucket of any row, other bounds, reset by its caller between a
     * change and the next value, and an error when the window's total is below 0.
     */
    FROUROS(true);

    private final boolean skipsNewest;

    Flavour(boolean skipsNewest) {
      this.skipsNewest = skipsNewest;
    }
  }

  /** Buckets of one size, the oldest first. */
  private static final class Row {
    final double[] totals;
    final double[] squares;
    int count;

    Row(int maxBuckets) {
      totals = new double[maxBuckets + 1];
      squares = new double[maxBuckets + 1];
    }

    void add(double total, double square) {
      totals[count] = total;
      squares[count++] = square;
    }

    void drop(int oldest) {
      count -= oldest;
      System.arraycopy(totals, oldest, totals, 0, count);
      System.arraycopy(squares, oldest, squares, 0, count);
    }
  }

  private final Flavour flavour;
  private final double delta;
  private final int clock;
  private final int maxBuckets;
  private final double grace;
  private final double fewest;
  private final double offset;
  private final List<Row> rows = new ArrayList<>();
  private double width;
  private double total;
  private double variance;
  private long tick;
  private long buckets;
  private long mostBuckets;
  private boolean restart;
  private boolean abandoned;
  private boolean broken;

  ReferenceAdwin(
      String name,
      Flavour flavour,
      double delta,
      int clock,
      int maxBuckets,
      int minWindowLength,
      int gracePeriod) {
    super(name);
    this.flavour = flavour;
    this.delta = delta;
    this.clock = clock;
    this.maxBuckets = maxBuckets;
    this.grace = gracePeriod;
    this.fewest =
        minWindowLength
            + switch (flavour) {
              case RIVER, RIVER_LEGACY -> 0.0;
              case MOA -> 2.0;
              case FROUROS -> 1.0;
            };
    this.offset = flavour == Flavour.FROUROS ? minWindowLength + 1.0 : minWindowLength - 1.0;
    clear();
  }

  @Override
  void clear() {
    rows.clear();
    rows.add(new Row(maxBuckets));
    width = 0;
    total = 0;
    variance = 0;
    tick = 0;
    buckets = 0;
    mostBuckets = 0;
    restart = false;
    broken = false;
  }

  @Override
  int take(double value) {
    if (restart) {
      clear();
    }
    insert(value);
    tick++;
    boolean change = !negative() && tick % clock == 0 && width > grace && shrink();
    if (negative() || broken) {
      return REFUSED;
    }
    restart = change && flavour != Flavour.MOA;
    return change ? DRIFT : NONE;
  }

  @Override
  double mean() {
    return width > 0 ? total / width : 0;
  }

  double width() {
    return width;
  }

  @Override
  public Map<String, Double> trace() {
    Map<String, Double> trace = new LinkedHashMap<>();
    trace.put("width", width);
    trace.put("total", total);
    // MOA reports the variance per value, the others the sum of squares.
    trace.put("variance", flavour == Flavour.MOA ? variance / width : variance);
    if (flavour == Flavour.FROUROS) {
      trace.put("num_buckets", (double) buckets);
      trace.put("num_max_buckets", (double) mostBuckets);
    }
    return trace;
  }

  private void insert(double value) {
    rows.get(0).add(value, 0);
    buckets++;
    mostBuckets = Math.max(mostBuckets, buckets);
    width++;
    if (width > 1) {
      double older = width - 1;
      double deviation = value - total / older;
      variance += older * deviation * deviation / width;
    }
    total += value;
    merge();
  }

  private void merge() {
    for (int r = 0; r < rows.size() && rows.get(r).count > maxBuckets; r++) {
      Row row = rows.get(r);
      if (r + 1 == rows.size()) {
        rows.add(new Row(maxBuckets));
      }
      double size = Math.scalb(1.0, r);
      double apart = row.totals[0] / size - row.totals[1] / size;
      rows.get(r + 1)
          .add(
              row.totals[0] + row.totals[1],
              row.squares[0] + row.squares[1] + size * size * apart * apart / (size + size));
      // frouros counts a merged bucket without taking its two parts off.
      buckets++;
      row.drop(2);
    }
  }

  private boolean shrink() {
    boolean change = false;
    abandoned = false;
    while (!negative() && !broken && cutHolds()) {
      change = true;
      dropOldest();
    }
    return change && !abandoned;
  }

  /** Where frouros raises an error. */
  private boolean negative() {
    return flavour == Flavour.FROUROS && total < 0;
  }

  private boolean cutHolds() {
    double n0 = 0;
    double n1 = width;
    double sum0 = 0;
    double sum1 = total;
    for (int r = rows.size() - 1; r >= 0; r--) {
      Row row = rows.get(r);
      double size = Math.scalb(1.0, r);
      int tried = flavour.skipsNewest || r == 0 ? row.count - 1 : row.count;
      for (int k = 0; k < tried; k++) {
        n0 += size;
        n1 -= size;
        sum0 += row.totals[k];
        sum1 -= row.totals[k];
        if (n1 == 0) {
          // With one bucket a row the newest rows may be empty. river then divides by 0, loses the
          // error and with it the changes this value has shown; the window stays cut.
          abandoned = flavour == Flavour.RIVER;
          return false;
        }
        if (n0 >= fewest && n1 >= fewest && apart(n0, sum0, n1, sum1)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean apart(double n0, double sum0, double n1, double sum1) {
    double d = Math.log(2 * Math.log(width) / delta);
    double m = 1 / (n0 - offset) + 1 / (n1 - offset);
    double bound = Math.sqrt(2 * m * (variance / width) * d) + 2.0 / 3 * d * m;
    return Math.abs(sum0 / n0 - sum1 / n1) > bound;
  }

  private void dropOldest() {
    int r = rows.size() - 1;
    Row row = rows.get(r);
    if (row.count == 0) {
      // With one bucket a row the row next to the oldest may be empty: river never comes back.
      broken = true;
      return;
    }
    double size = Math.scalb(1.0, r);
    width -= size;
    total -= row.totals[0];
    double apart = row.totals[0] / size - total / width;
    variance -= row.squares[0] + size * width * apart * apart / (size + width);
    row.drop(1);
    buckets--;
    if (row.count == 0) {
      rows.remove(r);
    }
  }
}
