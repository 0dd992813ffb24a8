package org.governance4j.cli.demo;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.governance4j.InvalidData;

/**
 * Reads a stream from a CSV file, plain or gzip: a header line, numeric features, and the class, 0
 * or 1, in the last column; no quoting.
 */
final class CsvStream {

  static final int MAX_ROWS = 5_000_000;
  static final int MAX_COLUMNS = 1_000;

  private CsvStream() {}

  /**
   * Reads the file.
   *
   * @throws InvalidData naming file, line, value and limit
   * @throws IOException if the file cannot be read
   */
  static LabelledStream read(Path file) throws IOException {
    List<double[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> names;
    int line = 1;
    try (BufferedReader in = open(file)) {
      String header = in.readLine();
      if (header == null) {
        throw new InvalidData(file + " is empty: expected a header line");
      }
      names = header(file, header);
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (rows.size() == MAX_ROWS) {
          throw new InvalidData(file + " has more than " + MAX_ROWS + " rows, the limit");
        }
        row(file, line, text, names, rows, labels);
      }
    } catch (EOFException e) {
      throw new InvalidData(file + " line " + line + ": the compressed file ends too early", e);
    } catch (ZipException e) {
      throw new InvalidData(file + " line " + line + ": not valid gzip: " + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new InvalidData(file + " line " + line + ": not UTF-8", e);
    }
    int features = names.size() - 1;
    return new LabelledStream(
        String.valueOf(file.getFileName()),
        names.subList(0, features),
        rows.toArray(new double[0][]),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        List.of());
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file));
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      InputStream in = gzip ? new GZIPInputStream(raw) : raw;
      return new BufferedReader(
          new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static List<String> header(Path file, String header) {
    List<String> names = Arrays.stream(header.split(",", -1)).map(String::trim).toList();
    if (names.size() < 2 || names.size() > MAX_COLUMNS) {
      throw new InvalidData(
          file + " line 1: expected 2 to " + MAX_COLUMNS + " columns, found " + names.size());
    }
    return names;
  }

  private static void row(
      Path file,
      int line,
      String text,
      List<String> names,
      List<double[]> rows,
      List<Integer> labels) {
    String[] cells = text.split(",", -1);
    if (cells.length != names.size()) {
      throw new InvalidData(
          file
              + " line "
              + line
              + ": expected "
              + names.size()
              + " columns, found "
              + cells.length);
    }
    int features = names.size() - 1;
    double[] row = new double[features];
    for (int i = 0; i < features; i++) {
      try {
        row[i] = Double.parseDouble(cells[i]);
      } catch (NumberFormatException e) {
        throw new InvalidData(
            file + " line " + line + ": " + names.get(i) + " is not a number: \"" + cells[i] + "\"",
            e);
      }
      if (!Double.isFinite(row[i])) {
        throw new InvalidData(
            file + " line " + line + ": " + names.get(i) + " is not finite: " + cells[i].trim());
      }
    }
    String label = cells[features].trim();
    if (!label.equals("0") && !label.equals("1")) {
      throw new InvalidData(
          file
              + " line "
              + line
              + ": the class "
              + names.get(features)
              + " must be 0 or 1: \""
              + label
              + "\"");
    }
    rows.add(row);
    labels.add(label.equals("1") ? 1 : 0);
  }
}
