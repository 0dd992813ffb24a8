package org.governance4j.ledger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.StrictJson;

/** Outside test vectors for ledgers, where they are installed. */
final class Vectors {
  private Vectors() {}

  static Path directory() {
    String root = System.getProperty("governance.conformance", "");
    Path directory = Path.of(root, "ledger");
    assumeTrue(
        !root.isEmpty() && Files.isDirectory(directory), "no ledger vectors in " + directory);
    return directory;
  }

  static JsonValue.Obj json(String name) {
    try {
      return (JsonValue.Obj) StrictJson.parse(Files.readAllBytes(directory().resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonValue> array(JsonValue.Obj object, String name) {
    List<JsonValue> items = ((JsonValue.Arr) member(object, name)).items();
    if (items.isEmpty()) {
      throw new AssertionError(name + " is empty");
    }
    return items;
  }

  static String text(JsonValue object, String name) {
    return ((JsonValue.Str) member(object, name)).value();
  }

  static long number(JsonValue object, String name, long fallback) {
    JsonValue value = ((JsonValue.Obj) object).get(name);
    return value == null ? fallback : ((JsonValue.Num) value).value().longValueExact();
  }

  private static JsonValue member(JsonValue object, String name) {
    JsonValue value = ((JsonValue.Obj) object).get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + object);
    }
    return value;
  }
}
