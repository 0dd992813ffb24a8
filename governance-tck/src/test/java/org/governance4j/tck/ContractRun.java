package org.governance4j.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The outcome of a contract for one implementation.
 *
 * @param passed the names of the tests that passed
 * @param failed the names of the tests that failed, each with what it said
 * @param skipped the names of the tests that did not apply
 */
record ContractRun(Set<String> passed, Map<String, String> failed, Set<String> skipped) {

  /** Runs the contract on an implementation with this fault. */
  static ContractRun of(Class<?> subject, PlantedFault fault) {
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .build());
    ContractRun run = new ContractRun(new TreeSet<>(), new TreeMap<>(), new TreeSet<>());
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(subject))
            .configurationParameter(Faulty.PARAMETER, fault.name())
            .build(),
        run.listener());
    return run;
  }

  /** The rules whose tests failed. */
  Set<String> broken(Class<?> contract) {
    return methods(contract).entrySet().stream()
        .filter(test -> failed.containsKey(test.getKey()))
        .flatMap(test -> Arrays.stream(test.getValue().getAnnotation(Rule.class).value()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The tests of a contract. */
  static Map<String, Method> methods(Class<?> contract) {
    return Arrays.stream(contract.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Rule.class))
        .collect(Collectors.toMap(Method::getName, method -> method));
  }

  private TestExecutionListener listener() {
    return new TestExecutionListener() {
      @Override
      public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = name(test);
        switch (result.getStatus()) {
          case SUCCESSFUL -> {
            if (test.isTest()) {
              passed.add(name);
            }
          }
          case FAILED ->
              failed.put(name, result.getThrowable().map(Throwable::toString).orElse("failed"));
          case ABORTED -> skipped.add(name);
        }
      }
    };
  }

  private static String name(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getMethodName())
        .orElse(test.getDisplayName());
  }
}
