package org.governance4j.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves a ledger directory from the JDK's own server, with {@link LogFiles}.
 *
 * <pre>{@code
 * server.createContext("/log/", new LogHandler(LogFiles.in(directory)));
 * }</pre>
 *
 * <p>The verifier's URL prefix is then {@code http://host:port/log}. Needs the module {@code
 * jdk.httpserver}, which nothing else here does: an application on the module path that uses this
 * class requires it itself.
 *
 * <p>Safe for any number of threads.
 */
public final class LogHandler implements HttpHandler {
  private final LogFiles files;

  /** Serves these files below the path of whatever context it is given to. */
  public LogHandler(LogFiles files) {
    this.files = files;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
      String path =
          below(exchange.getHttpContext().getPath(), exchange.getRequestURI().getRawPath());
      LogFiles.Response response = files.respond(method, path, accepted);
      response.headers().forEach(exchange.getResponseHeaders()::set);
      int length = response.body().remaining();
      exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
      if (length > 0) {
        response.writeTo(exchange.getResponseBody());
      }
    }
  }

  /**
   * What follows the context's path, from its slash on; nothing if the request spells that path in
   * another way.
   */
  private static String below(String context, @Nullable String path) {
    String mounted = context.endsWith("/") ? context.substring(0, context.length() - 1) : context;
    return path != null && path.startsWith(mounted) ? path.substring(mounted.length()) : "";
  }
}
