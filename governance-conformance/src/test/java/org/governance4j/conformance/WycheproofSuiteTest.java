package org.governance4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WycheproofSuiteTest {
  private static final String GROUP =
      "{\"testGroups\": [{\"type\": \"%s\", \"publicKey\": {\"curve\": \"edwards25519\"},"
          + " \"publicKeyDer\":"
          + " \"302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\","
          + " \"tests\": [{\"tcId\": 1, \"comment\": \"\", \"msg\": \"%s\", \"sig\": \"%s\","
          + " \"result\": \"%s\"}]}]}";

  // RFC 8032 section 7.1, TEST 1.
  private static final String SIGNATURE =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

  @TempDir Path dir;

  private SuiteReport run(String type, String message, String result) throws IOException {
    Files.writeString(
        dir.resolve("a_test.json"), String.format(GROUP, type, message, SIGNATURE, result));
    return Conformance.run("wycheproof", dir);
  }

  @Test
  void a_case_is_judged_by_its_result_and_a_type_without_a_runner_is_skipped() throws IOException {
    assertEquals(1, run("EddsaVerify", "", "valid").passed());
    assertEquals(1, run("EddsaVerify", "", "invalid").failures().size());
    assertEquals(1, run("EddsaVerify", "00", "invalid").passed());
    assertEquals(1, run("EddsaVerify", "00", "valid").failures().size());
    assertEquals(1, run("EddsaVerify", "", "acceptable").passed());
    assertEquals(1, run("EddsaVerify", "00", "acceptable").passed());
    assertEquals(1, run("EddsaVerify", "", "odd").failures().size());
    assertEquals(1, run("SpongeVerify", "", "valid").skips().size());
  }

  @Rule("S42")
  @Test
  void every_open_vector_is_judged_and_answered_as_it_says() {
    Path open = Path.of(System.getProperty("governance.conformance", "absent"), "wycheproof");
    assumeTrue(Files.isDirectory(open), () -> "skipped: no conformance data at " + open);
    SuiteReport report = Conformance.run("wycheproof", open);
    assertEquals(List.of(), report.failures());
    assertEquals(
        List.of(),
        report.skips().stream().filter(skip -> !skip.caseName().endsWith(".md")).toList());
  }
}
