package org.governance4j.crypto.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.governance4j.ArtifactRejected;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelTreeTest {

  @TempDir Path dir = Path.of("replaced by JUnit");

  @Test
  @Rule("S26")
  void what_is_not_a_file_of_one_name_has_a_fault_and_is_not_entered() throws Exception {
    Path model = Files.createDirectories(dir.resolve("model/sub"));
    Path outside = Files.createDirectories(dir.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "s");
    Files.writeString(model.resolve("plain"), "p");
    Files.writeString(model.resolve("twice"), "t");
    Files.createLink(model.resolve("again"), model.resolve("twice"));
    Files.createSymbolicLink(model.resolve("link"), model.resolve("plain"));
    Files.createSymbolicLink(model.resolve("out"), outside);
    Files.createSymbolicLink(model.resolve("nowhere"), model.resolve("absent"));
    boolean fifo =
        new ProcessBuilder("mkfifo", model.resolve("pipe").toString()).start().waitFor() == 0;

    List<String> found = new ArrayList<>();
    for (ModelFile file : ModelTree.list(dir.resolve("model"), List.of())) {
      found.add(file.name() + (file.fault() == null ? "" : " " + file.fault()));
    }
    List<String> expected =
        new ArrayList<>(
            List.of(
                "sub/again has another hard link",
                "sub/link is a symbolic link",
                "sub/nowhere is a symbolic link",
                "sub/out is a symbolic link",
                "sub/pipe is not a regular file",
                "sub/plain",
                "sub/twice has another hard link"));
    if (!fifo) {
      expected.remove("sub/pipe is not a regular file");
    }
    assertEquals(expected, found);
  }

  @Test
  @Rule("S26")
  void a_folder_swapped_for_a_link_never_leads_out() throws Exception {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(dir)) {
      assumeTrue(stream instanceof SecureDirectoryStream, "no secure folders here");
    }
    Path model = Files.createDirectories(dir.resolve("model"));
    Path inside = Files.createDirectories(model.resolve("d/e"));
    Path outside = Files.createDirectories(dir.resolve("outside/e"));
    Files.writeString(inside.resolve("ours"), "o");
    Files.writeString(outside.resolve("secret"), "s");
    Path folder = model.resolve("d");
    Path aside = dir.resolve("aside");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong swaps = new AtomicLong();
    List<Throwable> failed = new ArrayList<>();
    Thread swapper =
        new Thread(
            () -> {
              try {
                while (!stop.get()) {
                  Files.move(folder, aside);
                  Files.createSymbolicLink(folder, dir.resolve("outside"));
                  Files.delete(folder);
                  Files.move(aside, folder);
                  swaps.incrementAndGet();
                }
              } catch (IOException e) {
                failed.add(e);
              }
            });
    swapper.start();
    try {
      for (int i = 0; i < 500 || (swaps.get() < 500 && swapper.isAlive()); i++) {
        try {
          for (ModelFile file : ModelTree.list(model, List.of())) {
            assertFalse(file.name().contains("secret"), file.name());
          }
        } catch (IOException | ArtifactRejected e) {
          assertFalse(String.valueOf(e.getMessage()).contains("secret"), e.getMessage());
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }
    assertEquals(List.of(), failed);
    assertTrue(swaps.get() > 0);
  }

  @Test
  void too_deep_a_folder_is_refused() throws IOException {
    Path deepest = dir;
    for (int i = 1; i < ResourceNames.MAX_DEPTH; i++) {
      deepest = deepest.resolve("d");
    }
    Files.createDirectories(deepest);
    Files.writeString(deepest.resolve("f"), "f");
    assertEquals(1, ModelTree.list(dir, List.of()).size());
    Files.createDirectory(deepest.resolve("d"));
    assertThrows(ArtifactRejected.class, () -> ModelTree.list(dir, List.of()));
  }

  @Test
  void names_outside_ascii_and_with_signs_are_those_on_disk() throws IOException {
    List<String> names = List.of("%41", "a b", "a+b", "c:0:8", "\u00e9", "\ud83d\ude00");
    for (String name : names) {
      try {
        Files.writeString(dir.resolve(name), name);
      } catch (java.nio.file.InvalidPathException e) {
        assumeTrue(false, "this locale cannot make " + e.getInput());
      }
    }
    assertEquals(names, ModelTree.list(dir, List.of()).stream().map(ModelFile::name).toList());
  }

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 20), LongStream.of(System.nanoTime()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void the_order_is_that_of_the_bytes_of_utf_8(long seed) {
    Random random = new Random(seed);
    int[] interesting = {'a', 'b', '/', '-', 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600};
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = random.nextInt(5); n > 0; n--) {
        name.appendCodePoint(interesting[random.nextInt(interesting.length)]);
      }
      names.add(name.toString());
    }
    List<String> expected = new ArrayList<>(names);
    expected.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    names.sort(ResourceNames.BY_CODE_POINT);
    assertEquals(expected, names, "seed " + seed);
  }
}
