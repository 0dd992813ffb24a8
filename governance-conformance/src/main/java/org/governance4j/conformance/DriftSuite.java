package org.governance4j.conformance;

import static org.governance4j.conformance.Routes.skip;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.conformance.Routes.Route;

/**
 * What other implementations of drift detection answered: streaming detectors, two-sample tests and
 * reports. Which file holds which cases is decided by its path below the suite's folder.
 */
final class DriftSuite implements Suite {

  private static final String DETECTORS = "detectors/";
  private static final Vectors DATA = skip("the data of other cases");

  @Override
  public void run(Folder folder, Cases cases) {
    List<Route> routes = new ArrayList<>();
    for (String file : folder.below(DETECTORS)) {
      if (file.endsWith(".json")) {
        routes.add(new Route(file, DetectorRecords::run));
      }
    }
    routes.add(new Route("streams/", DATA));
    routes.add(new Route("streams.json", DATA));
    routes.add(new Route("streams.tsv", DATA));
    routes.add(new Route("twosample/two_sample.json", TwoSampleRecords::run));
    routes.add(new Route("twosample/arrays/", DATA));
    routes.add(
        new Route(
            "dataset/dataset_drift.json", skipAll("reports on whole data sets are not there yet")));
    routes.add(new Route("dataset/", skip("the data or the report of a case of dataset_drift")));
    for (String file : folder.below("extras/")) {
      routes.add(
          new Route(
              file,
              file.endsWith(".json") ? skipAll("not there yet: " + Folder.name(file)) : DATA));
    }
    routes.add(new Route("README.md", skip("not a case of this suite")));
    Routes.of(routes.toArray(Route[]::new)).run(folder, folder.files(), cases);
  }

  private static Vectors skipAll(String why) {
    return (folder, file, cases) -> VectorFile.skipAll(folder, file, cases, why);
  }
}
