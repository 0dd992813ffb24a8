package org.governance4j.drift;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The drift folder of the reference suites; its README says how the values were computed. */
public final class ReferenceData {

  private ReferenceData() {}

  public static Path folder() {
    Path folder = Path.of(System.getProperty("governance.conformance", "conformance"), "drift");
    assumeTrue(Files.isDirectory(folder), () -> "no reference data in " + folder);
    return folder;
  }

  public static JsonNode json(String file) {
    try {
      return new ObjectMapper().readTree(folder().resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The records of one detector. */
  public static List<JsonNode> detectorRecords(String file, String detector) {
    List<JsonNode> records = new ArrayList<>();
    for (JsonNode record : json("detectors/" + file).get("records")) {
      if (record.get("detector").asText().equals(detector)) {
        records.add(record);
      }
    }
    return records;
  }

  public static double[] stream(JsonNode record) {
    double[] values = numbers("streams/" + record.get("stream").asText() + ".txt");
    int used = record.get("n_used").asInt();
    return values.length == used ? values : java.util.Arrays.copyOf(values, used);
  }

  public static double[] numbers(String file) {
    try {
      return Files.readAllLines(folder().resolve(file)).stream()
          .mapToDouble(Double::parseDouble)
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Integer> integers(JsonNode array) {
    List<Integer> list = new ArrayList<>();
    array.forEach(item -> list.add(item.asInt()));
    return list;
  }

  /** Numbers, and the words that stand for non-finite ones. */
  public static double number(JsonNode value) {
    return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
  }
}
