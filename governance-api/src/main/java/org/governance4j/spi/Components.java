package org.governance4j.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.governance4j.GovernanceException;

/**
 * The implementations that a class loader offers, by role and name.
 *
 * <p>Nothing is loaded before {@link #load} is called, and nothing is kept in a static. Immutable;
 * safe for any number of threads.
 */
public final class Components {

  private final Map<Class<?>, Map<String, ComponentProvider<?>>> providers;

  private Components(Map<Class<?>, Map<String, ComponentProvider<?>>> providers) {
    this.providers = providers;
  }

  /**
   * Finds every provider.
   *
   * @param loader where to look
   * @throws GovernanceException if a provider cannot be loaded, or two have the same role and name
   */
  public static Components load(ClassLoader loader) {
    List<ComponentProvider<?>> found = new ArrayList<>();
    try {
      for (ComponentProvider<?> provider : ServiceLoader.load(ComponentProvider.class, loader)) {
        found.add(provider);
      }
    } catch (ServiceConfigurationError e) {
      throw new GovernanceException("a component provider cannot be loaded: " + e.getMessage(), e);
    }
    return of(found);
  }

  /**
   * Takes explicit providers.
   *
   * @throws GovernanceException if two have the same role and name
   */
  public static Components of(List<? extends ComponentProvider<?>> list) {
    Map<Class<?>, Map<String, ComponentProvider<?>>> byRole = new HashMap<>();
    for (ComponentProvider<?> provider : list) {
      ComponentProvider<?> other =
          byRole
              .computeIfAbsent(provider.role(), role -> new TreeMap<>())
              .putIfAbsent(provider.name(), provider);
      if (other != null) {
        throw new GovernanceException(
            "two providers offer a "
                + provider.role().getSimpleName()
                + " named '"
                + provider.name()
                + "': "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName());
      }
    }
    return new Components(byRole);
  }

  /** The names available for a role, sorted. */
  public List<String> names(Class<?> role) {
    return List.copyOf(providers.getOrDefault(role, Map.of()).keySet());
  }

  /**
   * Makes the named implementation of a role.
   *
   * @throws GovernanceException if there is none; the message lists what is available
   * @throws IllegalArgumentException if a setting does not fit
   */
  public <T> T create(Class<T> role, String name, Settings settings) {
    ComponentProvider<?> provider = providers.getOrDefault(role, Map.of()).get(name);
    if (provider == null) {
      throw new GovernanceException(
          "Expected a "
              + role.getSimpleName()
              + " named '"
              + name
              + "', found none; available: "
              + names(role));
    }
    return role.cast(provider.create(settings));
  }
}
