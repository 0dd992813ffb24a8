package org.governance4j.conformance;

import java.io.IOException;
import java.util.Arrays;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;

/**
 * JSONTestSuite (N. Seriot, "Parsing JSON is a Minefield").
 *
 * <ul>
 *   <li>{@code test_parsing/y_*.json} must be read, {@code n_*} refused, {@code i_*} one of both;
 *   <li>{@code test_transform/*.json}: texts that parsers read differently. Whatever is written of
 *       one must be read again and written the same.
 * </ul>
 *
 * <p>The readers of policies, schemas and predictions take part: of an {@code n_} text each of them
 * must refuse the document that it is and those that have it in the place of a value, with the
 * exception it is documented to refuse with; a {@code y_} text must be read where any value may
 * stand in a document.
 *
 * <p>A {@code y_} text is valid by RFC 8259, which only warns of names that occur twice in an
 * object. The library refuses them by choice, as RFC 7493 demands: such a case is skipped, provided
 * that the text is read once those names differ.
 */
final class JsonSuite implements Suite {

  private static final String PARSING = "test_parsing/";
  private static final String TRANSFORM = "test_transform/";

  @Override
  public void run(Folder folder, Cases cases) {
    for (String file : folder.files()) {
      boolean json = file.endsWith(".json");
      String name = Folder.name(file);
      if (json && file.startsWith(PARSING) && name.startsWith("y_")) {
        mustRead(folder, file, cases);
      } else if (json && file.startsWith(PARSING) && name.startsWith("n_")) {
        cases.refused(file, () -> JsonReaders.refuse(folder.read(file)));
      } else if (json && file.startsWith(PARSING) && name.startsWith("i_")) {
        cases.either(
            file,
            () -> {
              JsonReaders.readOrRefuse(folder.read(file));
              StrictJson.parse(folder.read(file));
            });
      } else if (json && file.startsWith(TRANSFORM)) {
        cases.either(file, () -> mustBeStable(folder.read(file)));
      } else {
        cases.skip(file, "not a case of this suite");
      }
    }
  }

  private static void mustRead(Folder folder, String file, Cases cases) {
    boolean byChoice =
        !cases.accepts(() -> StrictJson.parse(folder.read(file)))
            && cases.accepts(
                () -> {
                  byte[] text = folder.read(file);
                  byte[] renamed = DuplicateNames.renamed(text);
                  if (Arrays.equals(text, renamed)) {
                    throw new Mismatch("no name occurs twice");
                  }
                  StrictJson.parse(renamed);
                });
    if (byChoice) {
      cases.skip(file, "a member name that occurs twice is refused by choice");
    } else {
      cases.accepted(file, () -> JsonReaders.accept(folder.read(file)));
    }
  }

  private static void mustBeStable(byte[] text) throws IOException {
    JsonValue value = StrictJson.parse(text);
    byte[] canonical;
    try {
      canonical = CanonicalJson.write(value);
    } catch (IllegalArgumentException e) {
      return; // has no canonical form, and says so: that is an answer
    }
    byte[] again;
    try {
      again = CanonicalJson.write(StrictJson.parse(canonical));
    } catch (RuntimeException e) {
      throw new Mismatch("what was written is not read again: " + e.getMessage());
    }
    if (!Arrays.equals(canonical, again)) {
      throw new Mismatch("what was written is written differently the second time");
    }
  }
}
