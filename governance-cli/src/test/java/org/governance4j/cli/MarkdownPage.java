package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation, with the blocks of code that it shows. */
record MarkdownPage(Path file, String text) {
  private static final Pattern BLOCK =
      Pattern.compile("^```([a-z]*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** A page by its path from the root of the project. */
  static MarkdownPage at(String path) throws IOException {
    Path file = Path.of(System.getProperty("governance.root")).resolve(path);
    return new MarkdownPage(file, Files.readString(file));
  }

  /** The blocks of a language in the order of the page. */
  List<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** The targets of the links to places within the project, from the page's folder. */
  List<Path> links() {
    return Pattern.compile("\\]\\(([^):#]+)\\)")
        .matcher(text)
        .results()
        .map(link -> file.resolveSibling(link.group(1)))
        .toList();
  }
}
