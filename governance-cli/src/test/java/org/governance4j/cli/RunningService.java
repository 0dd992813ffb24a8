package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The scoring service in a JVM of its own, until it is closed. */
final class RunningService implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path home;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;

  RunningService(Process process, Path home) throws IOException {
    this.process = process;
    this.home = home;
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String port = out.readLine();
    if (port == null) {
      process.destroyForcibly();
      throw new AssertionError("the service did not start: " + stderr());
    }
    this.address = URI.create("http://127.0.0.1:" + port + "/score");
  }

  HttpResponse<String> post(String form) throws IOException, InterruptedException {
    return send(HttpRequest.BodyPublishers.ofString(form), "POST");
  }

  HttpResponse<String> get() throws IOException, InterruptedException {
    return send(HttpRequest.BodyPublishers.noBody(), "GET");
  }

  private HttpResponse<String> send(HttpRequest.BodyPublisher body, String method)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(PATIENCE).method(method, body).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  String stderr() throws IOException {
    return Files.readString(home.resolve("stderr.txt"));
  }

  /** Ends its standard input and waits until it has stopped by itself. */
  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it stops");
      assertEquals(0, process.exitValue(), this::stderrOrWhyNot);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private String stderrOrWhyNot() {
    try {
      return stderr();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
