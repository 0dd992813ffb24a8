package org.governance4j.conformance;

import java.io.IOException;
import java.util.List;

/** Which runner a suite has for which file: the first route that fits a file decides. */
final class Routes {
  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = routes;
  }

  static Routes of(Route... routes) {
    return new Routes(List.of(routes));
  }

  /** Brings each of the files to account, in cases or as skipped. */
  void run(Folder folder, List<String> files, Cases cases) {
    for (String file : files) {
      int before = cases.counted();
      try {
        runner(file).run(folder, file, cases);
      } catch (TimeLimit.Interrupted e) {
        throw e;
      } catch (RuntimeException | IOException e) {
        cases.fail(file, "cannot be read: " + e.getMessage());
      }
      if (cases.counted() == before) {
        cases.skip(file, "no cases in it");
      }
    }
  }

  private Vectors runner(String file) {
    for (Route route : routes) {
      if (route.leadsTo(file)) {
        return route.vectors();
      }
    }
    return skip("no runner for this file");
  }

  /** Counts the file as skipped. */
  static Vectors skip(String why) {
    return (folder, file, cases) -> cases.skip(file, why);
  }

  /**
   * Who runs a file.
   *
   * @param path of the file, or of a folder, which ends in a slash
   */
  record Route(String path, Vectors vectors) {
    boolean leadsTo(String file) {
      return path.endsWith("/") ? file.startsWith(path) : file.equals(path);
    }
  }
}
