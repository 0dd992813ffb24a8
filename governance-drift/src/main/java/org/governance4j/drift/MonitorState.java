package org.governance4j.drift;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.governance4j.InvalidData;

/**
 * What a monitor knew, stream by stream, see {@link DriftMonitor#state()}: an immutable map from
 * the names of streams to bytes that only the stream understands.
 */
final class MonitorState {

  private static final int MAGIC = 0x47344A4D; // "G4JM"
  private static final short VERSION = 1;
  private static final int HEADER = Integer.BYTES + Short.BYTES + Integer.BYTES;

  private final String model;
  private final Map<String, byte[]> streams;

  /**
   * Names the parts.
   *
   * @param model the name of the schema
   * @param streams in their order; not copied
   */
  MonitorState(String model, Map<String, byte[]> streams) {
    this.model = model;
    this.streams = streams;
  }

  /**
   * Reads the frame.
   *
   * @throws InvalidData if it is damaged or none
   */
  static MonitorState parse(byte[] state) {
    if (state.length < HEADER + Integer.BYTES) {
      throw new InvalidData("monitor state of " + state.length + " bytes is cut off");
    }
    ByteBuffer frame = ByteBuffer.wrap(state);
    int magic = frame.getInt();
    if (magic != MAGIC) {
      throw new InvalidData("not a monitor state: begins with " + Integer.toHexString(magic));
    }
    short version = frame.getShort();
    if (version != VERSION) {
      throw new InvalidData("monitor state of version " + version + ", known is " + VERSION);
    }
    int body = state.length - Integer.BYTES;
    if (frame.getInt(body) != StateFormat.crc(state, body)) {
      throw new InvalidData("monitor state is damaged: its CRC-32C does not fit");
    }
    int length = frame.getInt();
    if (length != body - HEADER) {
      throw new InvalidData("monitor state must have " + length + " bytes: " + (body - HEADER));
    }
    StateReader in = new StateReader(state, HEADER, length);
    String model = in.text("name of the model");
    int count = in.integer("streams", 0, Integer.MAX_VALUE);
    Map<String, byte[]> streams = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.text("name of a stream");
      if (streams.put(name, in.bytes("a stream")) != null) {
        throw new InvalidData("monitor state has the stream \"" + name + "\" twice");
      }
    }
    in.requireEnd();
    return new MonitorState(model, streams);
  }

  String model() {
    return model;
  }

  Map<String, byte[]> streams() {
    return streams;
  }

  byte[] toByteArray() {
    StateWriter out = new StateWriter();
    out.put(model);
    out.put(streams.size());
    streams.forEach(
        (name, state) -> {
          out.put(name);
          out.put(state.length);
          out.put(state);
        });
    byte[] payload = out.toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length + Integer.BYTES);
    frame.putInt(MAGIC).putShort(VERSION).putInt(payload.length).put(payload);
    frame.putInt(StateFormat.crc(frame.array(), frame.position()));
    return frame.array();
  }
}
