package org.governance4j.conformance;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.governance4j.json.JsonMembers;

/** Two-sample tests over pairs of samples, record by record. */
final class TwoSampleRecords {

  private TwoSampleRecords() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers root = VectorFile.object(folder, file);
    List<JsonMembers> records = root.objects("records");
    for (int i = 0; i < records.size(); i++) {
      JsonMembers record = records.get(i);
      String at = file + "#" + i;
      VectorFile.one(
          at,
          cases,
          () ->
              cases.skip(
                  at + " " + record.string("test") + " " + record.string("pair"),
                  "two-sample tests are not there yet"));
    }
    VectorFile.skipOthers(
        root, cases, Set.of("records", "pairs", "generated_with", "evidently", "notes"));
  }
}
