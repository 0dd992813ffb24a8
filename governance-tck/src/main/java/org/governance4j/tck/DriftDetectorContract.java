package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DriftDetector} must do. The streams are of zeros and ones, which is in the
 * range of every detector we know of; a detector with another range overrides them.
 */
public abstract class DriftDetectorContract {

  private static final int KNOWN_BITS =
      DriftDetector.WARNING | DriftDetector.DRIFT | DriftDetector.UP | DriftDetector.DOWN;

  /** For tests that an implementer extends. */
  protected DriftDetectorContract() {}

  /** A new detector, of the same configuration and, if it draws random numbers, the same seed. */
  protected abstract DriftDetector create();

  /** Values of which none, repeated without end, is a change. */
  protected List<Double> constants() {
    return List.of(0.0, 1.0);
  }

  /**
   * A value of the stream before its shift.
   *
   * @param index from 0
   */
  protected double before(int index) {
    return index % 10 == 9 ? 1 : 0;
  }

  /**
   * A value of the stream after its shift, which is large.
   *
   * @param index from 0, counted from the shift
   */
  protected double after(int index) {
    return index % 10 == 9 ? 0 : 1;
  }

  /** How many values come before the shift. */
  protected int warmUp() {
    return 1_000;
  }

  /** Within how many values after the shift it must be detected. */
  protected int detectsWithin() {
    return 500;
  }

  /** Finite values that the detector refuses, if its range is smaller than the doubles. */
  protected List<Double> outOfRange() {
    return List.of();
  }

  @Test
  @Rule("D1")
  void a_constant_stream_has_no_change() {
    for (double constant : constants()) {
      DriftDetector detector = create();
      for (int i = 0; i < 5_000; i++) {
        int status = detector.update(constant);
        int at = i;
        assertEquals(0, status & DriftDetector.DRIFT, () -> "value " + at + " of " + constant);
      }
    }
  }

  @Test
  @Rule("D2")
  void a_large_shift_is_detected_within_the_stated_number_of_values() {
    DriftDetector detector = create();
    for (int i = 0; i < warmUp(); i++) {
      int status = detector.update(before(i));
      int at = i;
      assertEquals(0, status & DriftDetector.DRIFT, () -> "value " + at + ", before the shift");
    }
    for (int i = 0; i < detectsWithin(); i++) {
      if ((detector.update(after(i)) & DriftDetector.DRIFT) != 0) {
        return;
      }
    }
    throw new AssertionError("not detected within " + detectsWithin() + " values");
  }

  @Test
  @Rule("D3")
  void what_it_refuses_leaves_no_trace() {
    List<Double> refused =
        new ArrayList<>(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    refused.addAll(outOfRange());
    DriftDetector clean = create();
    DriftDetector disturbed = create();
    double[] stream = stream();
    for (int i = 0; i < stream.length; i++) {
      if (i % 3 == 0) {
        DriftEvent last = disturbed.lastEvent();
        double bad = refused.get((i / 3) % refused.size());
        assertEquals(DriftDetector.REFUSED, disturbed.update(bad), () -> "value " + bad);
        assertEquals(last, disturbed.lastEvent(), () -> "the last event after " + bad);
      }
      assertEquals(clean.update(stream[i]), disturbed.update(stream[i]), "value " + i);
      assertEquals(clean.lastEvent(), disturbed.lastEvent(), "value " + i);
    }
  }

  @Test
  @Rule("D4")
  void after_a_reset_it_is_as_new() {
    double[] stream = stream();
    for (int length : new int[] {1, 50, stream.length - detectsWithin(), stream.length}) {
      DriftDetector fresh = create();
      DriftDetector reset = create();
      for (int i = 0; i < length; i++) {
        reset.update(stream[i]);
      }
      reset.reset();
      assertEquals(fresh.lastEvent(), reset.lastEvent(), "after a reset at " + length);
      for (int i = 0; i < stream.length; i++) {
        assertEquals(fresh.update(stream[i]), reset.update(stream[i]), "value " + i);
        assertEquals(fresh.lastEvent(), reset.lastEvent(), "value " + i);
      }
    }
  }

  @Test
  @Rule("D5")
  void the_last_event_tells_of_the_last_value() {
    DriftDetector detector = create();
    DriftEvent none = detector.lastEvent();
    assertEquals(-1, none.index(), "before the first value");
    assertEquals(DriftDetector.NONE, none.status(), "before the first value");
    double[] stream = stream();
    for (int i = 0; i < stream.length; i++) {
      int status = detector.update(stream[i]);
      DriftEvent event = detector.lastEvent();
      assertEquals(status, event.status(), "the status of value " + i);
      assertEquals(i, event.index(), "the index, which counts from 0 through detections");
      assertEquals(detector.name(), event.detector());
      assertTrue(
          event.changeIndex() >= -1 && event.changeIndex() <= i, "the change index " + event);
      if (event.drift()) {
        assertFalse(Double.isInfinite(event.statistic()), "the statistic " + event);
        assertFalse(Double.isInfinite(event.threshold()), "the threshold " + event);
        assertFalse(event.logP() > 0, "a probability above 1 " + event);
      }
    }
  }

  @Test
  @Rule("D6")
  void a_status_has_only_bits_that_go_together() {
    DriftDetector detector = create();
    for (double value : stream()) {
      int status = detector.update(value);
      assertEquals(0, status & ~KNOWN_BITS, "a bit that is unknown, or refuses a value in range");
      boolean up = (status & DriftDetector.UP) != 0;
      boolean down = (status & DriftDetector.DOWN) != 0;
      assertFalse(up && down, "up and down at once");
      if (up || down) {
        assertNotEquals(
            0,
            status & (DriftDetector.WARNING | DriftDetector.DRIFT),
            "a direction without a warning or a drift");
      }
    }
  }

  @Test
  @Rule("D7")
  void the_same_stream_gives_the_same_result() {
    DriftDetector first = create();
    DriftDetector second = create();
    assertFalse(first.name().isBlank(), "the name is blank");
    assertEquals(first.name(), second.name());
    for (double value : stream()) {
      assertEquals(first.update(value), second.update(value));
      assertEquals(first.lastEvent(), second.lastEvent());
    }
  }

  /** The stream before its shift, and after it. */
  private double[] stream() {
    double[] stream = new double[warmUp() + detectsWithin()];
    for (int i = 0; i < stream.length; i++) {
      stream[i] = i < warmUp() ? before(i) : after(i - warmUp());
    }
    return stream;
  }
}
