package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.governance4j.DriftDetector;
import org.governance4j.InvalidData;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("org.governance4j.drift.EveryDetector#names")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EveryDetectorStateTest {

  private static final int LENGTH = 1_500;
  private static final int FRAME = 4 + 2 + 8 + 4;

  private static final long[] NASTY = {
    0,
    1,
    -1,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x7ff8000000000000L, // NaN
    0x7ff0000000000000L, // infinity
    0xfff0000000000000L,
    0x7fefffffffffffffL, // the largest double
    0x0000000100000001L,
    0xbff0000000000000L, // -1
  };

  @Parameter String name = "";

  @Test
  @Rule("D41")
  void a_restored_detector_continues_bit_for_bit() {
    Seeds.some().limit(8).forEach(this::continuesFromRandomPoints);
    continuesFromRandomPoints(System.nanoTime());
  }

  private void continuesFromRandomPoints(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = EveryDetector.stream(random, LENGTH);
    for (int stop : new int[] {0, 1, random.nextInt(60), random.nextInt(LENGTH)}) {
      StreamingDetector one = EveryDetector.config(name).start();
      for (int i = 0; i < stop; i++) {
        one.update(values[i]);
      }
      assertContinues(one, values, stop, "seed " + seed);
    }
  }

  @Test
  @Rule("D41")
  void a_detector_restored_right_after_a_drift_or_a_refusal_continues_bit_for_bit() {
    StreamingDetector one = EveryDetector.config(name).start();
    int warmUp = EveryDetector.warmUp(name);
    double[] values = new double[warmUp + EveryDetector.detectsWithin(name) + 300];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          i < warmUp ? EveryDetector.before(name, i) : EveryDetector.after(name, i - warmUp);
    }
    int at = 0;
    while ((one.update(values[at++]) & DriftDetector.DRIFT) == 0) {}
    byte[] atDrift = one.state();
    assertEquals(DriftDetector.REFUSED, one.update(Double.NaN));
    assertArrayEquals(atDrift, one.state(), "a refusal changed the state");
    assertContinues(one, values, at, "after the drift at " + (at - 1));
  }

  private static void assertContinues(
      StreamingDetector one, double[] values, int from, String what) {
    byte[] state = one.state();
    StreamingDetector two = one.config().restore(state);
    assertArrayEquals(state, two.state(), what);
    assertEquals(one.status(), two.status(), what);
    assertEquals(one.count(), two.count(), what);
    assertEquals(one.lastEvent(), two.lastEvent(), what);
    for (int i = from; i < values.length; i++) {
      String at = what + ", restored at " + from + ", value " + i;
      int expected = one.update(values[i]);
      assertEquals(expected, two.update(values[i]), at);
      if (expected != DriftDetector.NONE || i % 50 == 0) {
        assertEquals(one.lastEvent(), two.lastEvent(), at);
      }
    }
    assertArrayEquals(one.state(), two.state(), what + ", restored at " + from + ", at the end");
  }

  @Test
  @Rule("D41")
  void a_state_with_a_flipped_bit_or_another_length_is_refused() {
    DetectorConfig config = EveryDetector.config(name);
    byte[] state = someState(config);
    int bits = 8 * state.length;
    int step = bits <= 1 << 16 ? 1 : 17;
    for (int bit = 0; bit < bits; bit += step) {
      byte[] damaged = state.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      int at = bit;
      assertThrows(InvalidData.class, () -> config.restore(damaged), () -> "bit " + at);
    }
    for (int length = 0; length < state.length; length += 1 + length / 64) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThrows(InvalidData.class, () -> config.restore(cut), () -> cut.length + " bytes");
    }
    byte[] longer = Arrays.copyOf(state, state.length + 1);
    assertThrows(InvalidData.class, () -> config.restore(longer));
    refused("too many", config, framed(state, Arrays.copyOf(payload(state), state.length)));
    refused("ends before", config, framed(state, new byte[0]));
  }

  @Test
  @Rule("D41")
  void a_state_of_another_version_or_configuration_is_refused() {
    DetectorConfig config = EveryDetector.config(name);
    byte[] state = someState(config);
    ByteBuffer other = ByteBuffer.wrap(state.clone());
    other.putShort(4, (short) 2);
    refused("version 2", config, checked(other.array()));
    if (config instanceof CalibratedConfig calibrated) {
      DetectorConfig changed = calibrated.withAlarmLevel(calibrated.alarmLevel() * 1.01);
      refused("not of this configuration", changed, state);
    }
    for (String another : EveryDetector.names().toList()) {
      if (!another.equals(name)) {
        refused("not of this configuration", EveryDetector.config(another), state);
      }
    }
  }

  @Test
  @Rule("D41")
  void a_forged_state_is_refused_or_does_no_harm() {
    DetectorConfig config = EveryDetector.config(name);
    byte[] state = someState(config);
    config.restore(state);
    long usual = Allocation.of(() -> config.restore(state));
    for (long seed = 0; seed < 600; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] forged = framed(state, forged(payload(state), random));
      String what = "seed " + seed;
      StreamingDetector[] restored = new StreamingDetector[1];
      long bytes =
          Allocation.of(
              () -> {
                try {
                  restored[0] = config.restore(forged);
                } catch (InvalidData refused) {
                  assertTrue(String.valueOf(refused.getMessage()).contains("state"), what);
                }
              });
      assertTrue(bytes < 4 * usual + 1_000_000, () -> what + " allocates " + bytes);
      if (restored[0] != null) {
        doesNoHarm(restored[0], random, what);
      }
    }
  }

  private static void doesNoHarm(StreamingDetector detector, SplittableRandom random, String what) {
    double[] values = EveryDetector.stream(random, 200);
    assertEquals(detector.name(), detector.lastEvent().detector(), what);
    for (int i = 0; i < values.length; i++) {
      double value = i % 50 == 49 ? 1e140 : values[i];
      int status = detector.update(value);
      assertTrue(
          status == DriftDetector.REFUSED || (status & ~EveryDetector.KNOWN_BITS) == 0,
          () -> what + " has status " + status);
      assertEquals(detector.name(), detector.lastEvent().detector(), what);
    }
    assertTrue(detector.state().length > FRAME, what);
  }

  private static byte[] forged(byte[] payload, SplittableRandom random) {
    byte[] forged = payload.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      if (random.nextInt(3) == 0) {
        forged[random.nextInt(forged.length)] ^= (byte) (1 << random.nextInt(8));
        continue;
      }
      // The counters stand at the beginning: half of the forgeries go there.
      int reach = random.nextBoolean() ? Math.min(96, forged.length) : forged.length;
      long value = random.nextInt(4) == 0 ? random.nextLong() : NASTY[random.nextInt(NASTY.length)];
      ByteBuffer at = ByteBuffer.wrap(forged, random.nextInt(reach), 0).limit(forged.length);
      if (random.nextBoolean() && at.remaining() >= Long.BYTES) {
        at.putLong(value);
      } else if (at.remaining() >= Integer.BYTES) {
        at.putInt((int) value);
      }
    }
    return forged;
  }

  /** JDKs round logarithms and powers differently: no state may hold one. */
  @Test
  @Rule("D41")
  void the_state_has_the_same_bytes_on_every_jdk() throws IOException, NoSuchAlgorithmException {
    Properties known = new Properties();
    try (InputStream in =
        EveryDetectorStateTest.class.getResourceAsStream("/detector-states.txt")) {
      known.load(in);
    }
    StreamingDetector detector = EveryDetector.config(name).start();
    int next = 12_345;
    for (int i = 0; i < 3_000; i++) {
      next = next * 1_103_515_245 + 12_345;
      int draw = next >>> 16 & 1_023;
      int level = (i / 700 & 1) == 0 ? 200 : 500;
      detector.update(i < 2_000 ? (draw < level ? 1 : 0) : (draw + level) / 2_048.0);
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(detector.state());
    String line = name + "=" + HexFormat.of().formatHex(digest);
    assertEquals(
        line, name + "=" + known.get(name), "expected is what detector-states.txt should say");
  }

  private byte[] someState(DetectorConfig config) {
    StreamingDetector detector = config.start();
    for (double value : EveryDetector.stream(new SplittableRandom(7), 700)) {
      detector.update(value);
    }
    return detector.state();
  }

  private static void refused(String part, DetectorConfig config, byte[] state) {
    String message =
        String.valueOf(
            assertThrows(InvalidData.class, () -> config.restore(state), part).getMessage());
    assertTrue(message.contains(part), message);
  }

  private static byte[] payload(byte[] state) {
    return Arrays.copyOfRange(state, FRAME, state.length - Integer.BYTES);
  }

  /** The frame of a state around another payload. */
  private static byte[] framed(byte[] state, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(FRAME + payload.length + Integer.BYTES);
    frame.put(state, 0, FRAME - Integer.BYTES).putInt(payload.length).put(payload);
    return checked(frame.array());
  }

  /** With a CRC that fits. */
  private static byte[] checked(byte[] frame) {
    CRC32C crc = new CRC32C();
    crc.update(frame, 0, frame.length - Integer.BYTES);
    ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES, (int) crc.getValue());
    return frame;
  }
}
