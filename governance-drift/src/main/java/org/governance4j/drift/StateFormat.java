package org.governance4j.drift;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.governance4j.InvalidData;

/** The frame around the state of a detector, see {@link StreamingDetector#state()}. */
final class StateFormat {

  private static final int MAGIC = 0x47344A44; // "G4JD"
  private static final short VERSION = 1;
  private static final int HASH = 8;
  private static final int HEADER = Integer.BYTES + Short.BYTES + HASH + Integer.BYTES;

  private StateFormat() {}

  static byte[] state(Detector<?> detector) {
    StateWriter out = new StateWriter();
    detector.write(out);
    byte[] payload = out.toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length + Integer.BYTES);
    frame.putInt(MAGIC).putShort(VERSION).put(hash(detector.config()));
    frame.putInt(payload.length).put(payload);
    frame.putInt(crc(frame.array(), frame.position()));
    return frame.array();
  }

  static StreamingDetector restore(DetectorConfig config, byte[] state) {
    if (state.length < HEADER + Integer.BYTES) {
      throw new InvalidData("detector state of " + state.length + " bytes is cut off");
    }
    ByteBuffer frame = ByteBuffer.wrap(state);
    int magic = frame.getInt();
    if (magic != MAGIC) {
      throw new InvalidData("not a detector state: begins with " + Integer.toHexString(magic));
    }
    short version = frame.getShort();
    if (version != VERSION) {
      throw new InvalidData("detector state of version " + version + ", known is " + VERSION);
    }
    int body = state.length - Integer.BYTES;
    if (frame.getInt(body) != crc(state, body)) {
      throw new InvalidData("detector state is damaged: its CRC-32C does not fit");
    }
    byte[] hash = new byte[HASH];
    frame.get(hash);
    if (!Arrays.equals(hash, hash(config))) {
      throw new InvalidData("detector state is not of this configuration: " + config);
    }
    int length = frame.getInt();
    if (length != body - HEADER) {
      throw new InvalidData("detector state must have " + length + " bytes: " + (body - HEADER));
    }
    if (!(config.start() instanceof Detector<?> detector)) {
      throw new InvalidData("a " + config.name() + " of another maker is not restored here");
    }
    StateReader in = new StateReader(state, HEADER, length);
    detector.read(in);
    in.requireEnd();
    return detector;
  }

  /** Tells configurations apart. */
  static byte[] hash(DetectorConfig config) {
    byte[] text = Parameters.canonical(config).getBytes(StandardCharsets.UTF_8);
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(text), HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
