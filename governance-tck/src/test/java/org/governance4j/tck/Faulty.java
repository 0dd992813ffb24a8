package org.governance4j.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** Tells a contract's toy subclass which fault its implementation shall have. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Faulty.Planter.class)
@interface Faulty {
  /** The configuration parameter that names the fault. */
  String PARAMETER = "governance.tck.fault";

  /** A subclass that takes a fault. */
  interface Subject {
    void plant(String fault);
  }

  /** Hands the name over before each test. */
  final class Planter implements TestInstancePostProcessor {
    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) {
      context.getConfigurationParameter(PARAMETER).ifPresent(((Subject) instance)::plant);
    }
  }
}
