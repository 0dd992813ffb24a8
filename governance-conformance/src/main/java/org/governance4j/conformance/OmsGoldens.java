package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.json.JsonMembers;

/**
 * What the reference implementation writes for a few small models: whole statements in {@code
 * payload/}, and the digests alone in {@code serialization/}. The name of a file tells the model
 * and the shard size. Ours must have the same digests for the same names; in what the reference
 * does otherwise than OMS 1.0 it may differ: a model that is one file is named {@code .}, the
 * order, what a shard's algorithm is called, and whether links are allowed. A model without a file,
 * or without a shard, is signed by the reference; here it must be refused.
 */
final class OmsGoldens {

  static final String PAYLOADS = OmsFrozen.PLACE + "payload/";
  static final String DIGESTS = OmsFrozen.PLACE + "serialization/";

  private static final String TEXT = "This is a simple model";
  private static final String FILE = "model.bin";

  private OmsGoldens() {}

  static void payload(Folder folder, String file, Cases cases) throws IOException {
    OmsPayload golden = new OmsPayload(folder.read(file));
    JsonMembers how = golden.serialization();
    long shardSize = how.has("shard_size") ? how.integer("shard_size") : 0;
    judge(file, golden.resources(), shardSize, cases);
    if (golden.resources().isEmpty()) {
      return;
    }
    cases.accepted(
        file + ", read",
        () -> {
          try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
              OmsModel model = OmsModel.empty("model")) {
            model.write(files(Folder.name(file)));
            OmsVerifier.trusting(key.verificationKey())
                .check(ArtifactSource.of(path(file, model)), golden.signedBy(key));
          }
        });
  }

  static void digests(Folder folder, String file, Cases cases) throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    new String(folder.read(file), UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line ->
                expected.put(
                    line.substring(0, line.lastIndexOf(':')),
                    line.substring(line.lastIndexOf(':') + 1)));
    long whole = file.contains("/file_shard/") ? OmsSigner.DEFAULT_SHARD_SIZE : 0;
    judge(file, expected, file.endsWith("_small_shards") ? 8 : whole, cases);
  }

  private static void judge(
      String file, Map<String, String> expected, long shardSize, Cases cases) {
    cases.expect(
        !expected.isEmpty(),
        file,
        () -> {
          try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
              OmsModel model = OmsModel.empty("model")) {
            model.write(files(Folder.name(file)));
            OmsSigner signer = new OmsSigner(key);
            OmsPayload ours =
                OmsPayload.of(
                    (shardSize == 0 ? signer : signer.withShards(shardSize))
                        .sign(ArtifactSource.of(path(file, model)))
                        .bytes());
            Map<String, String> named = new TreeMap<>();
            expected.forEach(
                (name, digest) -> named.put(name.replaceFirst("^\\.(?=:|$)", FILE), digest));
            Mismatch.check("digests", named, new TreeMap<>(ours.resources()));
          }
        });
  }

  private static Path path(String file, OmsModel model) {
    return Folder.name(file).contains("_model_file") ? model.path().resolve(FILE) : model.path();
  }

  /** The files of a model by the name of a golden file. */
  private static Map<String, String> files(String name) {
    Map<String, String> files = new LinkedHashMap<>();
    if (name.startsWith("sample_model_folder")) {
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
          files.put("d" + i + "/f" + i + j, "This is file f" + i + j + " in d" + i + ".");
        }
      }
      for (int i = 0; i < 4; i++) {
        files.put("f" + i, "This is file f" + i + " in root.");
      }
    } else if (name.startsWith("deep_model_folder")) {
      for (int i = 0; i < 4; i++) {
        files.put("d0/d1/d2/d3/d4/f" + i, "This is file f" + i + ".");
      }
    } else if (name.startsWith("sample_model_file")) {
      files.put(FILE, TEXT);
    } else if (name.startsWith("empty_model_file")) {
      files.put(FILE, "");
    } else if (name.startsWith("model_folder_with_empty_file")) {
      files.put("empty_file", "");
    } else if (name.startsWith("symlink_model_folder")) {
      // What the link leads to; the link itself is refused here.
      files.put("symlink_file", TEXT);
    }
    return files;
  }
}
