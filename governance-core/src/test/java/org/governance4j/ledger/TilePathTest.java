package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
  // The first three are the examples of C2SP tlog-tiles, "Parameters".
  @ParameterizedTest
  @CsvSource({
    "0, 1234067, 256, tile/0/x001/x234/067",
    "0, 1234067, 8, tile/0/x001/x234/067.p/8",
    "-1, 0, 255, tile/entries/000.p/255",
    "63, 999999999999999999, 255, tile/63/x999/x999/x999/x999/x999/999.p/255",
    "1, 0, 256, tile/1/000",
    "0, 999, 256, tile/0/999",
    "0, 1000, 256, tile/0/x001/000"
  })
  void a_path_is_written_and_read_in_one_spelling(int level, long index, int width, String path) {
    TilePath tile = new TilePath(level, index, width);

    assertEquals(path, tile.encode());
    assertEquals(tile, TilePath.parse(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/1",
        "tile/0/0000",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/x001/",
        "tile/0/x001/0002",
        "tile/0/x000/001",
        "tile/0/001.p",
        "tile/0/001.p/",
        "tile/0/001.p/0",
        "tile/0/001.p/01",
        "tile/0/001.p/256",
        "tile/0/001.p/1/",
        "tile/0/.p/1",
        "tile/0.p/1",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/+1/001",
        "tile/Entries/001",
        "tile/entries",
        "tile/entries/001.P/3",
        "tiles/0/001",
        "/tile/0/001",
        "tile/0/x001/x001/x001/x001/x001/x001/001",
        "tile/0/x001/-02",
        "tile/0/٠٠١",
        "tile/0/../001"
      })
  void any_other_spelling_is_refused(String path) {
    assertThrows(InvalidData.class, () -> TilePath.parse(path));
  }

  @Test
  void whatever_can_be_read_is_written_the_same() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    String alphabet = "tile/entrsx0123456789.p-";
    String[] starts = {"tile/0/", "tile/entries/", "tile/63/x001/", "tile/0/001.p/"};
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder path = new StringBuilder(starts[random.nextInt(starts.length)]);
      for (int length = random.nextInt(6); length > 0; length--) {
        path.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      TilePath tile;
      try {
        tile = TilePath.parse(path.toString());
      } catch (InvalidData e) {
        continue;
      }
      read++;
      assertEquals(path.toString(), tile.encode(), "seed " + seed);
    }
    assertTrue(read > 100, "only " + read + " paths could be read, seed " + seed);
  }

  // tlog-tiles, "Merkle Tree": the example of a tree of size 70,000.
  @Test
  void the_tiles_of_70000_entries_are_those_of_the_specification() {
    assertEquals("tile/0/272", TilePath.in(0, 272, 70_000).encode());
    assertEquals("tile/0/273.p/112", TilePath.in(0, 273, 70_000).encode());
    assertEquals("tile/1/000", TilePath.in(1, 0, 70_000).encode());
    assertEquals("tile/1/001.p/17", TilePath.in(1, 1, 70_000).encode());
    assertEquals("tile/2/000.p/1", TilePath.in(2, 0, 70_000).encode());
    assertThrows(IllegalArgumentException.class, () -> TilePath.in(0, 274, 70_000));
    assertThrows(IllegalArgumentException.class, () -> TilePath.in(3, 0, 70_000));
  }

  @Test
  void components_out_of_range_are_refused_by_name() {
    for (TilePathSupplier bad :
        List.<TilePathSupplier>of(
            () -> new TilePath(-2, 0, 1),
            () -> new TilePath(64, 0, 1),
            () -> new TilePath(0, -1, 1),
            () -> new TilePath(0, 1_000_000_000_000_000_000L, 1),
            () -> new TilePath(0, 0, 0),
            () -> new TilePath(0, 0, 257))) {
      String message = assertThrows(IllegalArgumentException.class, bad::get).getMessage();
      assertTrue(message.matches("(level|index|width) must be from .*"), message);
    }
  }

  private interface TilePathSupplier {
    TilePath get();
  }

  @Test
  void paths_agree_with_tessera() {
    JsonValue.Obj vectors = Vectors.json("tile-paths.json");
    for (JsonValue each : Vectors.array(vectors, "tesseraTilePath")) {
      TilePath tile =
          new TilePath(
              (int) Vectors.number(each, "level", 0),
              Vectors.number(each, "index", 0),
              width(each));
      assertEquals(Vectors.text(each, "wantPath"), tile.encode());
    }
    for (JsonValue each : Vectors.array(vectors, "tesseraEntriesPath")) {
      TilePath tile = new TilePath(TilePath.ENTRIES, Vectors.number(each, "N", 0), width(each));
      assertEquals(Vectors.text(each, "wantPath"), tile.encode());
    }
    for (JsonValue each : Vectors.array(vectors, "tesseraEntriesPathForLogIndex")) {
      long bundle = Vectors.number(each, "seq", 0) / TilePath.FULL;
      TilePath tile = TilePath.in(TilePath.ENTRIES, bundle, Vectors.number(each, "logSize", 0));
      assertEquals(Vectors.text(each, "wantPath"), tile.encode());
    }
    for (JsonValue each : Vectors.array(vectors, "tesseraParse")) {
      String path =
          "tile/" + Vectors.text(each, "pathLevel") + "/" + Vectors.text(each, "pathIndex");
      if (((JsonValue.Obj) each).get("wantErr") != null) {
        assertThrows(InvalidData.class, () -> TilePath.parse(path), path);
      } else {
        int width = (int) Vectors.number(each, "wantP", 0);
        assertEquals(
            new TilePath(
                (int) Vectors.number(each, "wantLevel", 0),
                Vectors.number(each, "wantIndex", 0),
                width == 0 ? TilePath.FULL : width),
            TilePath.parse(path));
      }
    }
  }

  private static int width(JsonValue vector) {
    int width = (int) Vectors.number(vector, "p", 0);
    return width == 0 ? TilePath.FULL : width;
  }

  @Test
  void a_tree_has_no_tile_beyond_its_last_however_large_the_index() {
    for (long index :
        new long[] {3, 1L << 55, (1L << 55) + 1, 1L << 56, 999_999_999_999_999_999L}) {
      assertThrows(IllegalArgumentException.class, () -> TilePath.in(0, index, 600));
    }
    assertEquals(new TilePath(0, 2, 88), TilePath.in(0, 2, 600));
    assertEquals(new TilePath(0, 1L << 54, 1), TilePath.in(0, 1L << 54, (1L << 62) + 1));
  }
}
