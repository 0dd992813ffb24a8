package org.governance4j.benchmarks.quality;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of a stream: its values, or the rate of its errors, what is known about it as shaded
 * spans, where the changes are that the first detector found as lines, and a row of marks for every
 * detector. Plain SVG that suits light and dark pages.
 */
final class StreamPlot {

  private static final int WIDTH = 900;
  private static final int LEFT = 110;
  private static final int TOP = 30;
  private static final int HEIGHT = 200;
  private static final int LANE = 18;
  private static final int COLUMNS = 390;

  /** A rate of errors is that of so many values. */
  private static final int WINDOW = 500;

  private static final String STYLE =
      """
      <style>
      text{font:12px sans-serif;fill:#57606a}.v{fill:none;stroke:#0969da;stroke-width:1}
      .k{fill:#d4a72c;fill-opacity:.25}.d{stroke:#cf222e;stroke-width:1}.g{stroke:#8c959f}
      @media(prefers-color-scheme:dark){text{fill:#9198a1}.v{stroke:#4493f8}.d{stroke:#f85149}}
      </style>
      """;

  private final RealStream stream;
  private final StringBuilder svg = new StringBuilder(32_768);

  private StreamPlot(RealStream stream) {
    this.stream = stream;
  }

  /**
   * Draws it.
   *
   * @param changes the positions of changes by detector, in the order of the rows
   */
  static String of(RealStream stream, Map<String, List<Long>> changes) {
    return new StreamPlot(stream).draw(changes);
  }

  private String draw(Map<String, List<Long>> changes) {
    int bottom = TOP + HEIGHT;
    int height = bottom + 24 + LANE * changes.size() + 6;
    add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' role='img'>", WIDTH, height);
    add("<title>%s</title>", stream.name());
    svg.append(STYLE);
    add("<text x='%d' y='18'>%s</text>", LEFT, title());
    for (RealStream.Span span : stream.known()) {
      double from = x(span.from());
      double width = Math.max(1, x(span.to()) - from);
      add("<rect class='k' x='%.1f' y='%d' width='%.1f' height='%d'/>", from, TOP, width, HEIGHT);
    }
    curve();
    line("g", LEFT, bottom, WIDTH - 10);
    for (int i = 0; i <= 4; i++) {
      int at = (int) ((long) (stream.values().length - 1) * i / 4);
      String anchor = i == 0 ? "start" : i == 4 ? "end" : "middle";
      add("<text x='%.1f' y='%d' text-anchor='%s'>%,d</text>", x(at), bottom + 15, anchor, at);
    }
    int lane = bottom + 24;
    boolean recommended = true;
    for (Map.Entry<String, List<Long>> row : changes.entrySet()) {
      add("<text x='4' y='%d'>%s</text>", lane + 13, row.getKey());
      line("g", LEFT, lane + LANE - 2, WIDTH - 10);
      for (long at : row.getValue()) {
        if (recommended) {
          upright(at, TOP, bottom);
        }
        upright(at, lane + 2, lane + LANE - 2);
      }
      recommended = false;
      lane += LANE;
    }
    return svg.append("</svg>\n").toString();
  }

  private String title() {
    return stream.name()
        + (stream.errors()
            ? ": rate of the last " + WINDOW + " values"
            : ": in deviations of the first values");
  }

  /** The least and the largest value of every column, joined. */
  private void curve() {
    double[] shown = stream.errors() ? rates(stream.values()) : stream.values();
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (double value : shown) {
      if (!Double.isNaN(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    add("<text x='4' y='%d'>%.3g</text>", TOP + 10, high);
    add("<text x='4' y='%d'>%.3g</text>", TOP + HEIGHT, low);
    svg.append("<path class='v' d='");
    double scale = HEIGHT / Math.max(high - low, 1e-12);
    boolean begun = false;
    for (int column = 0; column < COLUMNS; column++) {
      int from = (int) ((long) shown.length * column / COLUMNS);
      int to = (int) ((long) shown.length * (column + 1) / COLUMNS);
      double least = Double.MAX_VALUE;
      double most = -Double.MAX_VALUE;
      for (int i = from; i < to; i++) {
        if (!Double.isNaN(shown[i])) {
          least = Math.min(least, shown[i]);
          most = Math.max(most, shown[i]);
        }
      }
      if (least <= most) {
        svg.append(begun ? 'L' : 'M');
        begun = true;
        append("%.1f %.1f", x(from), TOP + HEIGHT - (most - low) * scale);
        append("V%.1f", TOP + HEIGHT - (least - low) * scale);
      }
    }
    svg.append("'/>\n");
  }

  /** NaN before there are enough values. */
  private static double[] rates(double[] errors) {
    double[] rates = new double[errors.length];
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      sum += errors[i] - (i >= WINDOW ? errors[i - WINDOW] : 0);
      rates[i] = i < WINDOW - 1 ? Double.NaN : sum / WINDOW;
    }
    return rates;
  }

  private double x(long at) {
    return LEFT + (WIDTH - 10.0 - LEFT) * at / (stream.values().length - 1);
  }

  private void upright(long at, int from, int to) {
    add("<path class='d' d='M%.1f %dV%d'/>", x(at), from, to);
  }

  private void line(String style, int from, int y, int to) {
    add("<path class='%s' d='M%d %dH%d'/>", style, from, y, to);
  }

  private void add(String format, Object... values) {
    append(format, values);
    svg.append('\n');
  }

  private void append(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
