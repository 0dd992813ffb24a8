package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.Checkpoint;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.governance4j.json.EntryCheck;
import org.governance4j.json.EntryCodec;

/**
 * What reads bytes from outside, each with what must hold for any bytes at all. A target returns or
 * throws an assertion; an exception that its method does not document comes through.
 */
final class FuzzTargets {
  private static final int SIZE = 300;

  private final MemoryDisk ledger = new MemoryDisk();
  private final Map<String, byte[]> published;
  private final String segment;

  FuzzTargets() throws IOException {
    try (LedgerLog log = Logs.create(ledger)) {
      Logs.append(log, NaiveTree.entries(3));
      log.publish();
      Logs.append(log, NaiveTree.entries(SIZE).subList(3, SIZE));
      log.publish();
    }
    published = ledger.files("tile/");
    published.put("checkpoint", ledger.content("checkpoint"));
    segment =
        ledger.fileNames(".state/").stream()
            .filter(name -> name.startsWith(".state/wal-"))
            .findFirst()
            .orElseThrow();
  }

  /** Takes any bytes. */
  interface Target {
    /** Throws if what must hold does not. */
    void accept(byte[] data) throws IOException;
  }

  /** The targets by name. */
  Map<String, Target> all(LogFiles served) {
    Map<String, Target> targets = new LinkedHashMap<>();
    targets.put("note", this::note);
    targets.put("proof", this::proof);
    targets.put("key", this::key);
    targets.put("path", this::path);
    targets.put("bundle", this::bundle);
    targets.put("entry", this::entry);
    targets.put("signedLog", this::signedLog);
    targets.put("writeAheadLog", this::writeAheadLog);
    targets.put("directory", this::directory);
    targets.put("request", data -> request(served, data));
    return targets;
  }

  /** Good inputs of a target, from which others are made. */
  List<byte[]> seeds(String target) throws IOException {
    return switch (target) {
      case "note" -> List.of(ledger.content("checkpoint"));
      case "proof" ->
          List.of(
              OfflineProofs.prove(new FileLedgerReader(ledger), 7).encode(), utf8("extra AA=="));
      case "key" -> List.of(utf8(Logs.VERIFIER.vkey()));
      case "path" ->
          List.of(
              utf8("tile/0/x001/x234/067.p/255"),
              utf8("tile/entries/000"),
              utf8("tile/63/x999/x999/x999/x999/x999/999"));
      case "bundle" -> {
        byte[] bundle = ledger.content("tile/entries/001.p/44");
        ByteBuffer sized = ByteBuffer.allocate(1 + bundle.length).put((byte) 43).put(bundle);
        yield List.of(sized.array());
      }
      case "entry" ->
          List.of(
              utf8(
                  "{\"_sd\":[\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\"],\"actor\":\"a\","
                      + "\"model\":{\"digest\":\"sha256:"
                      + "0".repeat(64)
                      + "\",\"name\":\"m\",\"version\":\"1\"},\"n\":[1.5e-7,null,true,\"\\u00e9\"],"
                      + "\"subject\":\"s\",\"ts\":\"2026-02-28T09:30:00.123Z\",\"type\":\"t\","
                      + "\"v\":1}"));
      case "signedLog" -> List.of(ledger.content(SignedLog.NAME));
      case "writeAheadLog" -> List.of(ledger.content(segment));
      case "directory" -> List.of(new byte[] {1, 0, 9, 1, 3, 0, 1, 7});
      case "request" ->
          List.of(utf8("/checkpoint"), utf8("/tile/0/001.p/44"), utf8("/tile/entries/000.p/3"));
      default -> throw new IllegalArgumentException(target);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void note(byte[] data) {
    try {
      SignedNote note = SignedNote.parse(data);
      assertArrayEquals(data, note.encode());
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (checkpoint.extensions().isEmpty()) {
        assertEquals(note.text(), checkpoint.body());
      }
      Checkpoint.open(note, Logs.VERIFIER);
      assertArrayEquals(ledger.content("checkpoint"), data, "signed by nobody");
    } catch (NoteRejected e) {
      assertTrue(e.getMessage().length() < 1_000, e::getMessage);
    }
  }

  private void proof(byte[] data) {
    try {
      TlogProof proof = TlogProof.parse(data);
      assertArrayEquals(data, proof.encode());
      proof.verify(NaiveTree.entry(7), Logs.VERIFIER);
      assertEquals(7, proof.index());
    } catch (ProofRejected | NoteRejected e) {
      assertTrue(e.getMessage().length() < 5_000, e::getMessage);
    }
  }

  private void key(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      assertEquals(text, NoteKey.parse(text).vkey());
      assertEquals(text, NoteVerifier.ed25519(text).vkey());
    } catch (NoteRejected e) {
      assertTrue(e.getMessage().length() < 1_000, e::getMessage);
    }
  }

  private void path(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      assertEquals(text, TilePath.parse(text).encode());
    } catch (InvalidData e) {
      assertTrue(e.getMessage().length() < 200, e::getMessage);
    }
  }

  private void bundle(byte[] data) {
    int width = data.length == 0 ? 1 : 1 + (data[0] & 0xff);
    byte[] bundle = data.length == 0 ? data : Arrays.copyOfRange(data, 1, data.length);
    try {
      assertArrayEquals(bundle, EntryBundle.encode(EntryBundle.decode(bundle, width)));
    } catch (InvalidData e) {
      assertTrue(e.getMessage().contains("bundle"), e::getMessage);
    }
  }

  private void entry(byte[] data) {
    String expected = null;
    try {
      EntryCodec.decode(data);
    } catch (InvalidData e) {
      expected = e.getMessage();
    }
    try {
      EntryCheck.require(data, 0, data.length);
      assertEquals(null, expected);
    } catch (InvalidData e) {
      assertEquals(expected, e.getMessage());
    }
  }

  private void signedLog(byte[] data) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.tamper(SignedLog.NAME, data);
    try {
      SignedLog.Extent extent = SignedLog.scan(disk, (size, root) -> assertTrue(size >= 0));
      assertTrue(extent.length() <= data.length && extent.last() <= extent.length());
    } catch (LedgerCorrupted e) {
      assertTrue(e.getMessage().contains(SignedLog.NAME), e::getMessage);
    }
  }

  private void writeAheadLog(byte[] data) throws IOException {
    byte[] good = ledger.content(segment);
    ledger.tamper(segment, data);
    try {
      replay();
    } catch (LedgerCorrupted e) {
      assertTrue(e.getMessage().contains(".state"), e::getMessage);
    } finally {
      ledger.tamper(segment, good);
    }
  }

  /** The one place that knows how a write-ahead log is read. */
  private void replay() throws IOException {
    int length = ledger.content(segment).length;
    long[] bytes = {0};
    WalReplay.read(ledger, WalReplay.segments(ledger), (entry, from, size) -> bytes[0] += size + 1);
    assertTrue(bytes[0] <= length, "entries from nowhere");
  }

  /** Four bytes each: which file, where (two), and what is changed there; 0 cuts the file. */
  private void directory(byte[] data) {
    List<String> names = List.copyOf(published.keySet());
    for (int i = 0; i + 4 <= data.length && i < 64; i += 4) {
      String name = names.get((data[i] & 0xff) % names.size());
      byte[] content = ledger.content(name).clone();
      int at = ((data[i + 1] & 0xff) << 8 | (data[i + 2] & 0xff)) % Math.max(1, content.length);
      if (data[i + 3] == 0) {
        content = Arrays.copyOf(content, at);
      } else if (content.length > 0) {
        content[at] ^= data[i + 3];
      }
      ledger.tamper(name, content);
    }
    boolean same =
        published.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), ledger.content(file.getKey())));
    try {
      assertEquals(SIZE, Logs.verifier().verify(ledger).size());
      assertTrue(same, "a changed directory was verified");
    } catch (GovernanceException e) {
      assertTrue(!same, e::getMessage);
    } finally {
      published.forEach(ledger::tamper);
    }
  }

  private static void request(LogFiles served, byte[] data) {
    String path = new String(data, StandardCharsets.UTF_8);
    LogFiles.Response response = served.respond("GET", path, path);
    if (response.status() == 200 && !path.equals("/checkpoint")) {
      TilePath.parse(path.substring(1));
    } else {
      assertTrue(response.status() == 200 || response.status() == 404, path);
    }
  }
}
