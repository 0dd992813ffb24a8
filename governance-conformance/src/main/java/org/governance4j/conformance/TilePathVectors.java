package org.governance4j.conformance;

import java.io.IOException;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.governance4j.ledger.TilePath;

/** Paths of tiles and entry bundles, from the tests of Tessera and Go's sumdb/tlog. */
final class TilePathVectors {

  private TilePathVectors() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers paths = VectorFile.object(folder, file);
    for (String group : paths.names()) {
      String place = paths.path(group);
      JsonValue.Arr items = paths.array(group);
      // What follows a space explains the columns.
      switch (group.split(" ", 2)[0]) {
        case "tesseraEntriesPathForLogIndex" ->
            VectorFile.each(place, items, cases, item -> forIndex(item, cases));
        case "tesseraEntriesPath" ->
            VectorFile.each(place, items, cases, item -> entries(item, cases));
        case "tesseraTilePath" ->
            VectorFile.each(place, items, cases, item -> tile(item, "", cases));
        case "tesseraNWithSuffix" ->
            VectorFile.each(
                place,
                items,
                cases,
                item -> tile(item, "tile/" + item.integer("level") + "/", cases));
        case "tesseraParse" -> VectorFile.each(place, items, cases, item -> parse(item, cases));
        case "golangTlog_H_L_N_W" ->
            VectorFile.skipItems(
                place, items, cases, "paths with the height of tiles are not those of tlog-tiles");
        case "newTilesCount_H10", "tesseraNodeCoordsToTile" ->
            VectorFile.skipItems(place, items, cases, "the library keeps this to itself");
        case "tesseraEntryBundle" ->
            VectorFile.skipItems(
                place, items, cases, "bundles are only read as a part of a ledger");
        default -> VectorFile.skipItems(place, items, cases, "no runner for this member");
      }
    }
  }

  private static void forIndex(JsonMembers item, Cases cases) {
    long index = item.integer("seq");
    long size = item.integer("logSize");
    String want = item.string("wantPath");
    cases.accepted(
        item.path() + " " + want,
        () ->
            Mismatch.check(
                "path", want, TilePath.in(TilePath.ENTRIES, index / TilePath.FULL, size).encode()));
  }

  private static void entries(JsonMembers item, Cases cases) {
    long index = item.integer("N");
    int width = width(item, "p");
    String want = item.string("wantPath");
    cases.accepted(item.path() + " " + want, () -> bothWays(want, TilePath.ENTRIES, index, width));
  }

  private static void tile(JsonMembers item, String before, Cases cases) {
    int level = (int) item.integer("level", 0, 63);
    long index = item.integer("index");
    int width = width(item, "p");
    String want = before + item.string("wantPath");
    cases.accepted(item.path() + " " + want, () -> bothWays(want, level, index, width));
  }

  private static void parse(JsonMembers item, Cases cases) {
    String path = "tile/" + item.string("pathLevel") + "/" + item.string("pathIndex");
    if (item.bool("wantErr", false)) {
      cases.refused(item.path() + " " + path, () -> TilePath.parse(path));
      return;
    }
    int level = (int) item.integer("wantLevel", 0, 63);
    long index = item.integer("wantIndex");
    int width = width(item, "wantP");
    cases.accepted(item.path() + " " + path, () -> bothWays(path, level, index, width));
  }

  private static void bothWays(String path, int level, long index, int width) {
    TilePath tile = new TilePath(level, index, width);
    Mismatch.check("path", path, tile.encode());
    Mismatch.check("tile", tile, TilePath.parse(path));
  }

  /** The vectors write 0, or nothing, for a full tile. */
  private static int width(JsonMembers item, String name) {
    Long width = item.optionalInteger(name);
    if (width != null && (width < 0 || width >= TilePath.FULL)) {
      throw new InvalidData(item.path(name) + ": must be 0 to 255, found " + width);
    }
    return width == null || width == 0 ? TilePath.FULL : width.intValue();
  }
}
