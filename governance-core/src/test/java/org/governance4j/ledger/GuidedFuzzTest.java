package org.governance4j.ledger;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The targets of {@link FuzzTargets}, guided by what the bytes reach. Usually each of them goes
 * over its committed inputs only; with {@code JAZZER_FUZZ=1} in the environment, one target is
 * fuzzed.
 */
class GuidedFuzzTest {
  private static FuzzTargets targets;
  private static LogFiles served;
  private static Path directory;

  @BeforeAll
  static void publish() throws Exception {
    directory = Files.createTempDirectory("fuzz");
    targets = new FuzzTargets();
    try (LedgerLog log = Logs.create(new OsDisk(directory))) {
      Logs.append(log, NaiveTree.entries(300));
      log.publish();
    }
    served = LogFiles.in(directory);
  }

  @AfterAll
  static void delete() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void accept(String target, byte[] data) throws Exception {
    targets.all(served).get(target).accept(data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void note(byte[] data) throws Exception {
    accept("note", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void proof(byte[] data) throws Exception {
    accept("proof", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void key(byte[] data) throws Exception {
    accept("key", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void path(byte[] data) throws Exception {
    accept("path", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void bundle(byte[] data) throws Exception {
    accept("bundle", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void entry(byte[] data) throws Exception {
    accept("entry", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void signedLog(byte[] data) throws Exception {
    accept("signedLog", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void writeAheadLog(byte[] data) throws Exception {
    accept("writeAheadLog", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void directory(byte[] data) throws Exception {
    accept("directory", data);
  }

  @FuzzTest(maxDuration = "60s")
  @Rule("L89")
  void request(byte[] data) throws Exception {
    accept("request", data);
  }
}
