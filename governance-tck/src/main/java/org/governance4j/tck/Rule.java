package org.governance4j.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rules of SPEC.md that a test holds an implementation to.
 *
 * <p>Where this annotation is not on the class path, the same text stands in a comment of its own
 * above the test: {@code // @Rule("N3")}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {
  /** The numbers of the rules, for example {@code L2}. */
  String[] value();
}
