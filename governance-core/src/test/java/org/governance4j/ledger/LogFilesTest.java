package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.governance4j.policy.CapturedLog;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  private static final int SIZE = 600;

  @TempDir private Path temp;
  private Path directory;
  private LogFiles files;

  @BeforeEach
  void publish() throws IOException {
    directory = temp.resolve("ledger");
    Files.createDirectory(directory);
    try (LedgerLog log = Logs.create(new OsDisk(directory))) {
      List<byte[]> entries = NaiveTree.entries(SIZE);
      Logs.append(log, entries.subList(0, 520));
      log.publish();
      Logs.append(log, entries.subList(520, SIZE));
      log.publish();
    }
    files = LogFiles.in(directory);
  }

  private LogFiles.Response get(String path) {
    return files.respond("GET", path, null);
  }

  private static byte[] bytes(LogFiles.Response response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.writeTo(out);
    byte[] view = new byte[response.body().remaining()];
    response.body().get(view);
    assertArrayEquals(out.toByteArray(), view);
    return view;
  }

  private byte[] file(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  @Test
  @Rule("L86")
  void everything_published_is_served_with_its_headers_and_nothing_else_is() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.filter(path -> !path.equals(directory)).toList();
    }
    int tiles = 0;
    for (Path path : all) {
      String name = directory.relativize(path).toString().replace('\\', '/');
      LogFiles.Response response = get("/" + name);
      if (Files.isDirectory(path) || !(name.startsWith("tile/") || name.equals("checkpoint"))) {
        assertEquals(404, response.status(), name);
        continue;
      }
      assertEquals(200, response.status(), name);
      assertArrayEquals(file(name), bytes(response), name);
      assertEquals("nosniff", response.headers().get("X-Content-Type-Options"));
      assertEquals(Long.toString(Files.size(path)), response.headers().get("Content-Length"), name);
      if (name.equals("checkpoint")) {
        assertEquals("text/plain; charset=utf-8", response.headers().get("Content-Type"));
        assertEquals("no-cache", response.headers().get("Cache-Control"));
      } else {
        assertEquals("application/octet-stream", response.headers().get("Content-Type"));
        assertEquals(
            "public, max-age=31536000, immutable", response.headers().get("Cache-Control"));
        tiles++;
      }
    }
    // by the format: 2 full and 2 partial versions of entries and of level 0, 1 of level 1
    assertTrue(tiles >= 9, "only " + tiles);
    assertTrue(all.stream().anyMatch(path -> path.endsWith(".state/signed.log")));
  }

  @Test
  @Rule("L87")
  void what_is_no_published_name_is_not_found() throws IOException {
    for (String path :
        List.of(
            "",
            "/",
            "//checkpoint",
            "checkpoint",
            "/checkpoint/",
            "/Checkpoint",
            "/checkpoint%00",
            "/%63heckpoint",
            "/./checkpoint",
            "/tile",
            "/tile/0",
            "/tile/0/",
            "/tile//0/000",
            "/tile/0//000",
            "/tile/0/000/",
            "/tile/0/0",
            "/tile/00/000",
            "/tile/0/x000/000",
            "/tile/64/000",
            "/tile/-1/000",
            "/tile/entries",
            "/tile/entries/../0/000",
            "/tile/0/../../.state/signed.log",
            "/tile/0/..%2f..%2f.state/signed.log",
            "/tile/0/..\\..\\.state\\signed.log",
            "/../ledger/checkpoint",
            "/%2e%2e/ledger/checkpoint",
            "/.state",
            "/.state/",
            "/.state/signed.log",
            "/.state/lock",
            "/vault",
            "/vault/0.jsonl",
            "/tile/0/002.p",
            "/tile/0/002.p/0",
            "/tile/0/002.p/256",
            "/tile/0/002.p/088",
            "/tile/0/002.p/89",
            "/tile/0/002",
            "/tile/0/003",
            "/tile/1/000",
            "/tile/1/000.p/3",
            "/tile/2/000.p/1",
            "/tile/entries/002",
            "/tile/0/x999/x999/x999/x999/x999/999",
            "/tile/0/x999/x999/x999/x999/x999/999.p/1",
            "/tile/0/x036/x028/x797/x018/x963/968",
            "/tile/63/000",
            "/tile/0/000?x",
            "/etc/passwd",
            "/checkpoint\u0000")) {
      LogFiles.Response response = get(path);
      assertEquals(404, response.status(), path);
      assertEquals("no-store", response.headers().get("Cache-Control"));
      assertEquals("not found\n", new String(bytes(response), StandardCharsets.UTF_8));
    }
  }

  @Test
  void a_path_of_any_length_is_not_found() {
    assertEquals(404, get("/tile/0/" + "x001/".repeat(1 << 20) + "000").status());
  }

  @Test
  void only_get_and_head_are_allowed() throws IOException {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "get", "TRACE", "")) {
      LogFiles.Response response = files.respond(method, "/checkpoint", null);
      assertEquals(405, response.status(), method);
      assertEquals("GET, HEAD", response.headers().get("Allow"));
    }
    for (String path : List.of("/checkpoint", "/tile/0/000", "/tile/entries/000", "/nothing")) {
      LogFiles.Response get = files.respond("GET", path, "gzip");
      LogFiles.Response head = files.respond("HEAD", path, "gzip");
      assertEquals(get.status(), head.status());
      assertEquals(get.headers(), head.headers());
      assertEquals(0, bytes(head).length);
    }
  }

  @Test
  @Rule("L88")
  void what_the_checkpoint_does_not_cover_is_not_served_though_it_is_there() throws IOException {
    byte[] signed = file("checkpoint");
    // A log that has written its tiles and not yet published: the older checkpoint stands.
    Path later = temp.resolve("later");
    Files.createDirectory(later);
    try (LedgerLog log = Logs.create(new OsDisk(later))) {
      Logs.append(log, NaiveTree.entries(800));
      log.publish();
    }
    Files.write(later.resolve("checkpoint"), signed);
    LogFiles ahead = LogFiles.in(later);
    assertEquals(200, ahead.respond("GET", "/tile/0/001", null).status());
    for (String path :
        List.of("/tile/0/002", "/tile/entries/002", "/tile/0/003.p/32", "/tile/1/000.p/3")) {
      assertTrue(Files.exists(later.resolve(path.substring(1))), path);
      assertEquals(404, ahead.respond("GET", path, null).status(), path);
    }
    // What it does cover is cut from what is there.
    LogFiles.Response cut = ahead.respond("GET", "/tile/entries/002.p/88", null);
    assertArrayEquals(file("tile/entries/002.p/88"), bytes(cut));
  }

  @Test
  void a_partial_tile_outlives_its_file_as_long_as_a_fuller_one_is_there() throws IOException {
    for (String level : List.of("0", "entries")) {
      byte[] narrow = file("tile/" + level + "/002.p/8");
      Files.delete(directory.resolve("tile/" + level + "/002.p/8"));
      assertArrayEquals(narrow, bytes(get("/tile/" + level + "/002.p/8")), level);
      byte[] full = file("tile/" + level + "/000");
      byte[] one = bytes(get("/tile/" + level + "/000.p/1"));
      assertArrayEquals(Arrays.copyOf(full, one.length), one);
      assertEquals(level.equals("0") ? 32 : 2 + NaiveTree.entry(0).length, one.length);
      Files.delete(directory.resolve("tile/" + level + "/000"));
      assertEquals(404, get("/tile/" + level + "/000").status(), "pruned");
      assertEquals(404, get("/tile/" + level + "/000.p/1").status(), "pruned");
    }
  }

  @Test
  void bundles_are_compressed_where_that_is_accepted() throws IOException {
    byte[] plain = file("tile/entries/000");
    for (String accepted : List.of("gzip", "br, GZIP;q=0.5", "deflate,gzip ; q=1, *")) {
      LogFiles.Response response = files.respond("GET", "/tile/entries/000", accepted);
      assertEquals("gzip", response.headers().get("Content-Encoding"), accepted);
      assertEquals("Accept-Encoding", response.headers().get("Vary"));
      byte[] body = bytes(response);
      assertEquals(Integer.toString(body.length), response.headers().get("Content-Length"));
      assertTrue(body.length < plain.length);
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        assertArrayEquals(plain, in.readAllBytes());
      }
    }
    for (String refused : List.of("", "br", "gzip;q=0", "gzip; q=0.000", "*", "xgzip", ";;,,")) {
      LogFiles.Response response = files.respond("GET", "/tile/entries/000", refused);
      assertNull(response.headers().get("Content-Encoding"), refused);
      assertArrayEquals(plain, bytes(response), refused);
    }
    for (String never : List.of("/checkpoint", "/tile/0/000")) {
      assertFalse(files.respond("GET", never, "gzip").headers().containsKey("Content-Encoding"));
    }
  }

  @Test
  void damaged_files_are_not_served() throws IOException {
    List<String> names =
        List.of("tile/0/000", "tile/entries/001", "tile/1/000.p/2", "tile/entries/002.p/8");
    for (String name : names) {
      byte[] good = file(name);
      for (int length : new int[] {0, good.length - 1, good.length + 1}) {
        Files.write(directory.resolve(name), Arrays.copyOf(good, length));
        LogFiles.Response response = get("/" + name);
        assertEquals(500, response.status(), name + " of " + length + " bytes");
        assertEquals("no-store", response.headers().get("Cache-Control"));
      }
      Files.write(directory.resolve(name), good);
      assertEquals(200, get("/" + name).status());
    }
    byte[] checkpoint = file("checkpoint");
    Files.writeString(directory.resolve("checkpoint"), "nonsense");
    assertEquals(500, get("/checkpoint").status());
    assertEquals(500, get("/tile/0/000").status());
    Files.delete(directory.resolve("checkpoint"));
    assertEquals(404, get("/checkpoint").status());
    assertEquals(404, get("/tile/0/000").status());
    Files.write(directory.resolve("checkpoint"), checkpoint);
    assertEquals(200, get("/tile/0/000").status());
  }

  @Test
  @Rule("L87")
  void no_symbolic_link_below_the_directory_is_followed() throws IOException {
    Path secret = temp.resolve("secret");
    Files.write(secret, file("tile/0/000"));
    List<Path> links = new ArrayList<>();
    try {
      Path tile = directory.resolve("tile/0/000");
      Files.delete(tile);
      links.add(Files.createSymbolicLink(tile, secret));
      Path inside = directory.resolve("tile/entries/000");
      Files.move(inside, directory.resolve("moved"));
      links.add(Files.createSymbolicLink(inside, directory.resolve("moved")));
      Path level = directory.resolve("tile/1");
      Files.move(level, temp.resolve("level"));
      links.add(Files.createSymbolicLink(level, temp.resolve("level")));
      Path loop = directory.resolve("tile/entries/001");
      Files.delete(loop);
      links.add(Files.createSymbolicLink(loop, loop));
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here");
    }
    assertEquals(4, links.size());
    for (String path : List.of("/tile/0/000", "/tile/entries/000", "/tile/1/000.p/2")) {
      assertEquals(404, get(path).status(), path);
    }
    assertEquals(500, get("/tile/entries/001").status(), "a link to itself");
    Path alias = Files.createSymbolicLink(temp.resolve("alias"), directory);
    LogFiles.Response response = LogFiles.in(alias).respond("GET", "/tile/0/001", null);
    assertEquals(200, response.status(), "the directory itself may be one");
  }

  @Test
  void a_directory_that_is_not_there_is_refused() {
    Path nowhere = temp.resolve("nowhere");
    assertThrows(LedgerUnavailable.class, () -> LogFiles.in(nowhere));
    assertNotNull(get("/checkpoint").toString());
  }

  private List<String> logged() {
    return CapturedLog.lines().stream()
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }

  @Test
  @Rule("L130")
  void what_is_damaged_is_logged_once_with_its_reason_however_often_it_is_asked_for()
      throws IOException {
    Files.write(directory.resolve("tile/0/000"), new byte[7]);
    Files.delete(directory.resolve("tile/0/001"));
    Files.createDirectory(directory.resolve("tile/0/001"));
    Files.write(directory.resolve("tile/entries/000"), new byte[] {1});
    List<String> paths = List.of("/tile/0/000", "/tile/0/001", "/tile/entries/000");
    for (int round = 0; round < 20; round++) {
      for (String path : paths) {
        assertEquals(500, get(path).status(), path);
      }
    }
    List<String> lines = logged();
    assertEquals(3, lines.size(), lines::toString);
    for (int i = 0; i < paths.size(); i++) {
      assertTrue(lines.get(i).contains(paths.get(i).substring(1)), lines::toString);
      assertFalse(lines.get(i).contains("\n"), lines::toString);
    }
    assertTrue(lines.get(0).contains("has 7 bytes, expected 8192"), lines::toString);

    Files.writeString(directory.resolve("checkpoint"), "nonsense\u001b[2J\n");
    paths.forEach(path -> assertEquals(500, get(path).status(), path));
    assertEquals(500, get("/checkpoint").status());
    lines = logged();
    assertEquals(4, lines.size(), lines::toString);
    assertTrue(lines.get(3).contains("checkpoint"), lines::toString);
    assertFalse(lines.get(3).contains("\u001b"), lines::toString);
  }

  private static String note(Checkpoint checkpoint) {
    byte[] signature = Logs.KEY.sign(checkpoint.body().getBytes(StandardCharsets.UTF_8));
    NoteSignature line = new NoteSignature(Logs.VERIFIER.name(), Logs.VERIFIER.keyId(), signature);
    return SignedNote.of(checkpoint.body(), line).toString();
  }

  @Test
  @Rule("L130")
  void no_more_than_a_thousand_damages_are_remembered_and_logged() throws IOException {
    byte[] hash = new byte[TreeHasher.LENGTH];
    long size = 256 * 1_100L;
    Checkpoint large = new Checkpoint(Logs.ORIGIN, size, Digest.of(hash));
    Files.writeString(directory.resolve("checkpoint"), note(large));
    for (int tile = 0; tile < 1_100; tile++) {
      Path path = directory.resolve(TilePath.in(0, tile, size).encode());
      Files.createDirectories(path.getParent());
      Files.write(path, hash);
      assertEquals(500, get("/" + TilePath.in(0, tile, size).encode()).status());
    }
    assertEquals(1_001, logged().size());
    assertTrue(logged().get(1_000).contains("no more"), logged()::toString);
  }
}
