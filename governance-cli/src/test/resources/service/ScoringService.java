import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.governance4j.Digest;
import org.governance4j.Verdict;
import org.governance4j.guard.Governance;
import org.governance4j.guard.Guard;

/**
 * Scores applications for a loan: {@code POST /score} with a form of {@code id}, {@code income} and
 * {@code debt}. Server and model are the service's own and need nothing but the JDK. What stands
 * between the marks is all that guards them, with its four imports.
 *
 * <p>Its one argument is a folder with {@code weights.txt}, {@code schema.json} and {@code
 * policy.json}. It prints its port and serves until its standard input ends.
 */
public final class ScoringService {

  private ScoringService() {}

  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    byte[] weights = Files.readAllBytes(home.resolve("weights.txt"));
    Model model = Model.read(weights);
    // readme: begin
    try (
        // guard: begin
        Governance governance = Governance.embedded(home.resolve("governance"));
        Guard guard = governance.guard(home.resolve("schema.json"), home.resolve("policy.json"))
            .unclearedModel(Digest.sha256(weights)).start();
        // guard: end
        Server server = Server.open()) {
      server.post("/score", form -> {
        double[] in = {form.number("income"), form.number("debt")}, out = {model.risk(in)};
        String label = out[0] < 0.5 ? "approve" : "decline";
        // guard: begin
        Verdict verdict = guard.check(guard.schema().prediction().wrap(form.id(), in, out, label));
        if (!verdict.allowed()) return new Reply(422, verdict.toString());
        // guard: end
        return new Reply(200, label);
      });
      // readme: end
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // whatever is typed is not a reason to stop
      }
    }
  }

  /** A linear model of the risk that a loan is not paid back. */
  private record Model(double bias, double income, double debt) {

    static Model read(byte[] weights) {
      String[] words = new String(weights, StandardCharsets.US_ASCII).trim().split("\\s+");
      return new Model(
          Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    double risk(double[] in) {
      return bias + income * in[0] + debt * in[1];
    }
  }

  private record Reply(int status, String text) {}

  /** The fields of a form; a number that was left out is NaN. */
  private record Form(Map<String, String> fields) {

    static Form parse(String body) {
      Map<String, String> fields = new HashMap<>();
      for (String pair : body.split("&")) {
        int at = pair.indexOf('=');
        if (at < 1 || fields.put(pair.substring(0, at), decoded(pair.substring(at + 1))) != null) {
          throw new IllegalArgumentException("not a form: " + pair);
        }
      }
      return new Form(fields);
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String id() {
      return fields.get("id");
    }

    double number(String name) {
      return fields.containsKey(name) ? Double.parseDouble(fields.get(name)) : Double.NaN;
    }
  }

  private record Server(HttpServer http, ExecutorService threads) implements AutoCloseable {

    static Server open() throws IOException {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Server server = new Server(HttpServer.create(any, 0), Executors.newFixedThreadPool(4));
      server.http.setExecutor(server.threads);
      server.http.start();
      return server;
    }

    int port() {
      return http.getAddress().getPort();
    }

    void post(String path, Function<Form, Reply> answer) {
      http.createContext(path, exchange -> respond(exchange, reply(exchange, answer)));
    }

    private static Reply reply(HttpExchange exchange, Function<Form, Reply> answer)
        throws IOException {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!exchange.getRequestMethod().equals("POST")) {
        return new Reply(405, "POST only");
      }
      try {
        return answer.apply(Form.parse(body));
      } catch (IllegalArgumentException e) {
        return new Reply(400, String.valueOf(e.getMessage()));
      }
    }

    private static void respond(HttpExchange exchange, Reply reply) throws IOException {
      byte[] text = reply.text().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), text.length);
      exchange.getResponseBody().write(text);
      exchange.close();
    }

    @Override
    public void close() {
      http.stop(1);
      threads.shutdown();
    }
  }
}
