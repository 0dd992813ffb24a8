package org.governance4j.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.governance4j.BoundPolicy;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.PredictionCodec;

/**
 * What asking a policy server on the same machine costs before the server has a policy engine of
 * its own: the JDK's server and client, a prediction as JSON in, our policy, the verdict as JSON
 * out.
 */
final class Loopback implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final HttpClient client;
  private final URI address;

  Loopback(BoundPolicy policy) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PredictionCodec codec = new PredictionCodec(policy.schema());
    server.createContext("/", exchange -> answer(exchange, codec, policy));
    server.setExecutor(threads);
    server.start();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The verdict as JSON. */
  String ask(byte[] prediction) {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(prediction)).build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("the server answered " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A verdict as the server writes it. */
  static String json(Verdict verdict) {
    return new String(bytes(verdict), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, PredictionCodec codec, BoundPolicy policy)
      throws IOException {
    try (exchange) {
      byte[] body = bytes(policy.evaluate(codec.read(exchange.getRequestBody().readAllBytes())));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] bytes(Verdict verdict) {
    List<JsonValue> violations = new ArrayList<>();
    if (verdict instanceof Verdict.Deny deny) {
      for (Violation violation : deny.violations()) {
        violations.add(
            JsonValue.object()
                .with("rule", JsonValue.of(violation.rule()))
                .with("message", JsonValue.of(violation.message())));
      }
    }
    return CanonicalJson.write(
        JsonValue.object()
            .with("action", JsonValue.of(verdict.action().word()))
            .with("violations", new JsonValue.Arr(violations)));
  }
}
