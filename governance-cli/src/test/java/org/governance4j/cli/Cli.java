package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.JsonValue;
import org.governance4j.json.StrictJson;

/** Runs the command in this process, with its streams and environment from the test. */
final class Cli {
  private final Map<String, String> environment = new LinkedHashMap<>();
  private byte[] stdin = new byte[0];

  Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Cli reading(String... lines) {
    stdin = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Result run(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new ByteArrayInputStream(stdin), out, err, environment::get, false);
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int code = Main.run(console, words);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Result governance(Object... args) {
    return new Cli().run(args);
  }

  record Result(int code, String out, String err) {
    Result holds() {
      assertEquals(0, code, this::toString);
      return this;
    }

    Result doesNotHold() {
      assertEquals(1, code, this::toString);
      return this;
    }

    /** Exit code 2, nothing on stdout, and one clear line on stderr that has all these words. */
    void notDone(String... words) {
      assertEquals(2, code, this::toString);
      assertEquals("", out, this::toString);
      says(words);
    }

    /** One line on stderr, without a trace, that has all these words. */
    Result says(String... words) {
      assertEquals(1, err.lines().count(), this::toString);
      assertTrue(err.startsWith("governance: "), this::toString);
      assertFalse(err.contains("\tat ") || err.contains("Exception"), this::toString);
      for (String word : words) {
        assertTrue(err.contains(word), () -> "expected \"" + word + "\" in " + err);
      }
      return this;
    }

    List<JsonValue.Obj> json() {
      return out.lines().map(line -> (JsonValue.Obj) StrictJson.parse(line)).toList();
    }

    /** The one object on stdout. */
    JsonValue.Obj object() {
      assertEquals(1, out.lines().count(), this::toString);
      return json().get(0);
    }
  }
}
