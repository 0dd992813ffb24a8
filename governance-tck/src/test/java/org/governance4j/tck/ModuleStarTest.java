package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Which of our modules each module carries with it, read from the poms. */
class ModuleStarTest {

  /** The centre and its leaf. */
  private static final Set<String> CENTRE =
      Set.of("governance-api", "governance-json", "governance-text");

  /** Programs, which put everything together and which no library depends on. */
  private static final Set<String> PROGRAMS =
      Set.of("governance-cli", "governance-conformance", "governance-benchmarks");

  @TempDir Path home = Path.of("replaced by JUnit");

  @Test
  @Rule("C11")
  void modules_depend_on_the_api_and_the_leaves_alone() throws Exception {
    Map<String, Set<String>> modules = carried(Project.root());

    Map<String, Set<String>> breaches = new TreeMap<>();
    modules.forEach(
        (module, carries) -> {
          Set<String> others = new TreeSet<>(carries);
          others.removeAll(CENTRE);
          if (!PROGRAMS.contains(module) && !others.isEmpty()) {
            breaches.put(module, others);
          }
        });

    assertEquals(Map.of(), breaches);
    assertEquals(Set.of(), modules.get("governance-api"), "the api carries nothing of ours");
    assertTrue(modules.get("governance-core").contains("governance-api"), "the poms were read");
  }

  @Test
  void a_dependency_counts_unless_it_is_for_tests() throws Exception {
    Path module = Files.createDirectories(home.resolve("m"));
    Files.writeString(
        module.resolve("pom.xml"),
        """
        <project>
          <artifactId>m</artifactId>
          <dependencies>
            <dependency><groupId>org.governance4j</groupId><artifactId>a</artifactId></dependency>
            <dependency><groupId>org.governance4j</groupId><artifactId>b</artifactId>
              <scope>test</scope></dependency>
            <dependency><groupId>org.governance4j</groupId><artifactId>c</artifactId>
              <scope>runtime</scope></dependency>
            <dependency><groupId>org.example</groupId><artifactId>d</artifactId></dependency>
          </dependencies>
        </project>
        """);

    assertEquals(Map.of("m", Set.of("a", "c")), carried(home));
  }

  private static Map<String, Set<String>> carried(Path root) throws Exception {
    Map<String, Set<String>> modules = new TreeMap<>();
    for (Path folder : Project.folders(root)) {
      Path pom = folder.resolve("pom.xml");
      if (Files.isRegularFile(pom)) {
        modules.put(folder.getFileName().toString(), dependencies(pom));
      }
    }
    return modules;
  }

  private static Set<String> dependencies(Path pom)
      throws IOException, ParserConfigurationException, SAXException {
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getDocumentElement();
    Set<String> found = new TreeSet<>();
    for (Element dependencies : children(project, "dependencies")) {
      for (Element dependency : children(dependencies, "dependency")) {
        if (text(dependency, "groupId").equals("org.governance4j")
            && !text(dependency, "scope").equals("test")) {
          found.add(text(dependency, "artifactId"));
        }
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    return children(parent, name).stream().map(Node::getTextContent).findFirst().orElse("").strip();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        children.add(element);
      }
    }
    return children;
  }
}
