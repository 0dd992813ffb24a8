package org.governance4j.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.governance4j.DriftDetector;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Streaming detectors of one implementation over streams. Ours is the one that the service loader
 * has under {@code implementation:detector}.
 *
 * <ul>
 *   <li>Detections and runs of warnings are the same, index by index.
 *   <li>Where the implementation raised an error, ours has refused a value by the end.
 *   <li>Of a detector that draws numbers at random there are several runs: {@link Envelope}.
 * </ul>
 */
final class DetectorRecords {

  private final Folder folder;
  private final Components components = Components.load(DetectorRecords.class.getClassLoader());
  private final List<String> names = components.names(DriftDetector.class);
  private final Map<String, double[]> streams = new HashMap<>();

  private DetectorRecords(Folder folder) {
    this.folder = folder;
  }

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers root = VectorFile.object(folder, file);
    // "fixed" and the like tell which build of a library it was; the plain name is its present one.
    String implementation =
        root.string("implementation").equals("river_fixed")
            ? "river"
            : root.string("implementation");
    DetectorRecords runner = new DetectorRecords(folder);
    List<JsonMembers> records = root.objects("records");
    for (int i = 0; i < records.size(); i++) {
      JsonMembers record = records.get(i);
      String at = file + "#" + i;
      VectorFile.one(at, cases, () -> runner.record(implementation, at, record, cases));
    }
  }

  private void record(String implementation, String at, JsonMembers record, Cases cases) {
    String name = at + " " + title(record);
    Settings settings = settings(record);
    double[] values = values(record);
    String ours = implementation + ":" + record.string("detector");
    Supplier<DriftDetector> detector = () -> detector(ours, settings);
    String sampler = record.optionalString("sampler");
    if (sampler != null && !sampler.equals("splitmix64") && !isPython(sampler)) {
      cases.skip(name, "numbers drawn by \"" + sampler + "\" cannot be drawn again");
    } else if (!names.contains(ours)) {
      cases.fail(name, "no detector '" + ours + "'; available: " + of(implementation));
    } else if (record.has("runs")) {
      Envelope envelope = Envelope.of(record);
      cases.accepted(name, () -> envelope.check(Answer.of(detector.get(), values).detections()));
    } else if (record.has("error")) {
      String error = record.string("error");
      cases.accepted(
          name,
          () -> {
            if (!Answer.of(detector.get(), values).refused()) {
              throw new Mismatch("expected a refusal (" + error + "), found none");
            }
          });
    } else {
      Answer expected = Answer.of(record);
      cases.accepted(name, () -> Answer.of(detector.get(), values).check(expected));
    }
  }

  private DriftDetector detector(String name, Settings settings) {
    try {
      return components.create(DriftDetector.class, name, settings);
    } catch (IllegalArgumentException e) {
      throw new Mismatch("the parameters are refused: " + e.getMessage());
    }
  }

  private List<String> of(String implementation) {
    return names.stream().filter(name -> name.startsWith(implementation + ":")).toList();
  }

  private static boolean isPython(String sampler) {
    return sampler.startsWith("python random.Random");
  }

  private static String title(JsonMembers record) {
    StringBuilder title =
        new StringBuilder(record.string("detector") + " " + record.string("stream"));
    String cli = record.optionalString("cli");
    if (cli != null && !cli.isEmpty()) {
      title.append(' ').append(cli);
    }
    JsonMembers params = record.optionalObject("params");
    if (params != null) {
      for (String key : params.names()) {
        title.append(' ').append(key).append('=').append(text(params, key));
      }
    }
    return title.toString();
  }

  private static Settings settings(JsonMembers record) {
    Settings settings = Settings.empty();
    String cli = record.optionalString("cli");
    if (cli != null && !cli.isEmpty()) {
      settings = settings.with("cli", cli);
    }
    JsonMembers params = record.optionalObject("params");
    if (params != null) {
      for (String key : params.names()) {
        String value = text(params, key);
        settings = value == null ? settings : settings.with(key, value);
      }
    }
    String sampler = record.optionalString("sampler");
    return sampler != null && isPython(sampler) ? settings.with("sampler", "python") : settings;
  }

  /** A parameter in words; null where it is left to its default. */
  private static @Nullable String text(JsonMembers params, String key) {
    JsonValue value = params.value(key);
    if (value instanceof JsonValue.Num number) {
      return number.value().toPlainString();
    }
    if (value instanceof JsonValue.Bool bool) {
      return String.valueOf(bool.value());
    }
    return value == JsonValue.NULL ? null : params.string(key);
  }

  /** The part of the stream that was fed. */
  private double[] values(JsonMembers record) {
    double[] all = streams.computeIfAbsent(record.string("stream"), this::stream);
    Long used = record.optionalInteger("n_used");
    if (used == null || used == all.length) {
      return all;
    }
    if (used < 0 || used > all.length) {
      throw record.invalid("n_used", "must be at most the stream's " + all.length + " values");
    }
    return Arrays.copyOf(all, used.intValue());
  }

  private double[] stream(String name) {
    String file = "streams/" + name + ".txt";
    if (!folder.has(file)) {
      throw new InvalidData("no stream " + file);
    }
    List<String> lines;
    try {
      lines = new String(folder.read(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double[] values = new double[lines.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = Double.parseDouble(lines.get(i));
      } catch (NumberFormatException e) {
        throw new InvalidData(file + " line " + (i + 1) + " is not a number: " + lines.get(i), e);
      }
    }
    return values;
  }
}
