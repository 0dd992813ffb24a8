package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerCorrupted;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LogHandlerTest {
  private static final int SIZE = 5_000;

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private HttpServer server;
  private String base;

  @BeforeEach
  void serve() throws IOException {
    try (LedgerLog log = Logs.create(new OsDisk(directory))) {
      Logs.append(log, NaiveTree.entries(SIZE));
      log.publish();
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/logs/one", new LogHandler(LogFiles.in(directory)));
    server.createContext("/", new LogHandler(LogFiles.in(directory)));
    server.start();
    InetSocketAddress address = server.getAddress();
    base = "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  @Rule("L86")
  void a_whole_log_is_verified_and_proven_over_http() throws IOException {
    for (String prefix : List.of(base, base + "/logs/one")) {
      HttpDisk disk = new HttpDisk(prefix);
      VerifiedLog verified = Logs.verifier().withThreads(4).verify(disk);
      assertEquals(SIZE, verified.size());
      assertEquals(NaiveTree.root(NaiveTree.entries(SIZE)), verified.root());
      FileLedgerReader reader = new FileLedgerReader(disk);
      Checkpoint checkpoint = Checkpoint.open(reader.checkpoint(), Logs.VERIFIER);
      OfflineProofs.prove(reader, 4_321).verify(NaiveTree.entry(4_321), Logs.VERIFIER);
      assertEquals(SIZE, checkpoint.size());
      assertArrayEquals(NaiveTree.entry(300), reader.read(300, 1).get(0).bytes());
    }
    byte[] tile = Files.readAllBytes(directory.resolve("tile/0/007"));
    tile[40] ^= 1;
    Files.write(directory.resolve("tile/0/007"), tile);
    LedgerCorrupted found =
        assertThrows(LedgerCorrupted.class, () -> Logs.verifier().verify(new HttpDisk(base)));
    assertTrue(found.getMessage().contains("tile/0/007 was changed: hash 1"), found::getMessage);
  }

  @Test
  void a_client_gets_lengths_and_headers_by_get_and_head() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (String method : List.of("GET", "HEAD")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + "/logs/one/tile/0/000"))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, response.statusCode());
      assertEquals(8192, response.headers().firstValueAsLong("Content-Length").orElse(-1));
      assertEquals(method.equals("GET") ? 8192 : 0, response.body().length);
      assertEquals(
          List.of("application/octet-stream"), response.headers().allValues("Content-Type"));
    }
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(base + "/checkpoint"))
            .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100)))
            .build();
    HttpResponse<String> refused = client.send(post, HttpResponse.BodyHandlers.ofString());
    assertEquals(405, refused.statusCode());
    assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElse(""));
  }

  @Test
  @Rule("L87")
  void what_is_sent_raw_is_taken_literally() throws IOException {
    assertEquals(200, status("/checkpoint"));
    assertEquals(200, status("/checkpoint?size=1"));
    assertEquals(200, status("/logs/one/checkpoint"));
    for (String target :
        List.of(
            "/",
            "//checkpoint",
            "/logs/one",
            "/logs/one/",
            "/logs/onecheckpoint",
            "/logs/one//checkpoint",
            "/logs/%6fne/checkpoint",
            "/%63heckpoint",
            "/logs/one/../../.state/signed.log",
            "/logs/one/tile/0/..%2f..%2f.state%2fsigned.log",
            "/.state/signed.log",
            "/%2estate/signed.log",
            "/tile/0/",
            "/vault")) {
      assertEquals(404, status(target), target);
    }
  }

  /** The status for a request line that no client would send. */
  private int status(String target) throws IOException {
    InetSocketAddress address = server.getAddress();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      String request = "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String line = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }
  }
}
