package org.governance4j.spi;

/**
 * Makes implementations of one role. Third parties offer theirs by naming their provider in {@code
 * META-INF/services/org.governance4j.spi.ComponentProvider} (class path) and in a {@code provides}
 * clause (module path); this library's own defaults come through the same door.
 *
 * <p>A provider has a public constructor without arguments that does nothing.
 *
 * @param <T> the role, for example {@link org.governance4j.DecisionLedger}
 */
public interface ComponentProvider<T> {

  /** The role's interface. */
  Class<T> role();

  /** The implementation's name, unique within its role, for example {@code file}. */
  String name();

  /**
   * Makes an instance.
   *
   * @throws IllegalArgumentException if a setting is missing, unknown or out of range; the message
   *     names its key
   */
  T create(Settings settings);
}
