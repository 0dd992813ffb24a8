package org.governance4j.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ModelTree;

/** Makes folders of files with random bytes, which are then in the page cache. */
final class ModelFiles {
  private static final int BLOCK = 1 << 20;

  private ModelFiles() {}

  static Path make(Path folder, int files, long bytes) throws IOException {
    Files.createDirectories(folder);
    byte[] block = new byte[BLOCK];
    Random random = new Random(files + bytes);
    random.nextBytes(block);
    for (int i = 0; i < files; i++) {
      try (OutputStream out = Files.newOutputStream(folder.resolve("part-" + i + ".bin"))) {
        for (long left = bytes; left > 0; left -= Math.min(left, BLOCK)) {
          block[random.nextInt(BLOCK)]++;
          out.write(block, 0, (int) Math.min(left, BLOCK));
        }
      }
    }
    return folder;
  }

  static List<ModelFile> list(Path folder) throws IOException {
    return ModelTree.list(folder, List.of());
  }
}
