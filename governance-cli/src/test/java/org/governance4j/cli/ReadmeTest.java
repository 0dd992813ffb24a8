package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What README.md and the pages below docs show: all their Java compiles, all their links lead on.
 */
class ReadmeTest {

  /** What the fragments of Java may use without saying where it comes from. */
  private static final String FRAME =
      """
      import java.io.*;
      import java.nio.ByteBuffer;
      import java.nio.channels.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      import com.sun.net.httpserver.HttpServer;
      import org.governance4j.*;
      import org.governance4j.crypto.*;
      import org.governance4j.drift.*;
      import org.governance4j.guard.*;
      import org.governance4j.ledger.*;
      import org.governance4j.policy.*;
      import org.governance4j.risk.*;

      abstract class Fragments {
        Governance governance;
        Guard guard;
        ModelSchema schema;
        Path schemaFile, ruleFile, publicKeyFile, modelFile, sig, approval, signature, rawDirectory;
        Clearance cleared;
        Path keyFile, directory, trustedRootFile;
        SoftwareKey key;
        VerificationKey releaseKey, releaseMlDsaKey, reviewKey;
        FileLedger ledger;
        Entry entry;
        byte[] bytes, entryBytes;
        Receipt receipt;
        HttpServer server;
        String approversLogKey, vkey;
        ArtifactVerifier verifier;
        Digest digest;
        byte[] secret;
        OutputPolicy policy, house, legal, stricter, foreign;
        Executor executor;
        Function<JsonValue.Obj, JsonValue.Obj> model;
        PredictionMapper<JsonValue.Obj, JsonValue.Obj> mapper;
        JsonValue.Obj input;
        StreamingDetector detector;
        double[] values, in, out;
        String label;
        boolean wrong;
      """;

  private static final List<String> PAGES =
      List.of(
          "README.md", "docs/ARTIFACTS.md", "docs/DRIFT.md", "docs/LEDGER.md", "docs/POLICIES.md");

  @TempDir Path dir;

  @Test
  void the_readme_shows_the_lines_of_the_service_that_is_compiled_and_run() throws IOException {
    String source = ServiceProject.source();
    String region =
        source.substring(
            source.indexOf("    // readme: begin\n"), source.indexOf("      // readme: end"));
    String shown =
        region
            .lines()
            .filter(line -> !line.strip().matches("// (readme|guard): .*"))
            .map(line -> line.replaceFirst("^ {4}", "") + "\n")
            .collect(Collectors.joining());

    String block = MarkdownPage.at("README.md").blocks("java").get(0);

    assertEquals(shown, block);
    assertTrue(block.lines().count() <= 15, block);
    for (String line : ServiceProject.guardLines(source)) {
      assertTrue(block.contains(line.strip()), line);
    }
  }

  @Test
  void every_other_fragment_of_java_compiles() throws IOException {
    List<String> readme = MarkdownPage.at("README.md").blocks("java");
    List<String> fragments = new ArrayList<>(readme.subList(1, readme.size()));
    fragments.addAll(MarkdownPage.at("docs/POLICIES.md").blocks("java"));
    fragments.addAll(MarkdownPage.at("docs/LEDGER.md").blocks("java"));
    fragments.addAll(MarkdownPage.at("docs/ARTIFACTS.md").blocks("java"));
    fragments.addAll(MarkdownPage.at("docs/DRIFT.md").blocks("java"));

    assertTrue(fragments.size() >= 5, fragments::toString);
    compile(fragments);
  }

  @Test
  void a_fragment_that_does_not_compile_is_found() {
    List<String> wrong = List.of("Verdict verdict = guard.judge(schema.prediction());\n");

    AssertionError found = assertThrows(AssertionError.class, () -> compile(wrong));

    assertTrue(found.toString().contains("cannot find symbol"), found::toString);
  }

  @Test
  void every_link_within_the_project_leads_somewhere() throws IOException {
    for (String page : PAGES) {
      List<Path> links = MarkdownPage.at(page).links();

      assertFalse(links.isEmpty(), page);
      for (Path link : links) {
        assertTrue(Files.exists(link), page + " links to " + link);
      }
    }
  }

  private void compile(List<String> fragments) throws IOException {
    StringBuilder source = new StringBuilder(FRAME);
    for (int i = 0; i < fragments.size(); i++) {
      source.append("void fragment").append(i).append("() throws Exception {\n");
      source.append(fragments.get(i)).append("}\n");
    }
    ServiceProject.compile(
        "Fragments",
        source.append("}\n").toString(),
        ServiceProject.classPath(),
        dir,
        List.of("-Xlint:all,-classfile,-try"));
  }
}
