package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Objects;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link ComponentProvider} must do.
 *
 * @param <T> the role
 */
public abstract class ComponentProviderContract<T> {

  @TempDir Path home = Path.of("replaced by JUnit");

  /** For tests that an implementer extends. */
  protected ComponentProviderContract() {}

  /** The provider, made with its public constructor. */
  protected abstract ComponentProvider<T> provider();

  /**
   * Settings it can make an instance from.
   *
   * @param home an empty folder of its own for each test
   */
  protected Settings settings(Path home) throws Exception {
    return Settings.empty();
  }

  @Test
  @Rule("C1")
  void it_names_its_role_and_itself() {
    ComponentProvider<T> provider = provider();

    assertTrue(provider.role().isInterface(), () -> provider.role() + " is not a role");
    assertTrue(
        provider.name().matches("[a-z0-9][a-z0-9._-]*"),
        () -> "a name of lower-case letters, digits and hyphens: " + provider.name());
    assertSame(provider.role(), provider().role());
    assertEquals(provider.name(), provider().name());
  }

  @Test
  @Rule("C2")
  void it_makes_an_instance_of_its_role() throws Exception {
    ComponentProvider<T> provider = provider();

    T made = provider.create(settings(home));

    try {
      assertInstanceOf(provider.role(), made);
    } finally {
      if (made instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  @Test
  @Rule("C3")
  void an_unknown_setting_is_refused_by_its_key() throws Exception {
    Settings misspelt = settings(home).with("no-such-setting", "its-value");

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> provider().create(misspelt));

    String message = Objects.requireNonNullElse(refusal.getMessage(), "");
    assertTrue(message.contains("no-such-setting"), () -> "it names the key: " + message);
  }

  @Test
  @Rule("C4")
  void it_is_found_by_its_role_and_name() {
    ComponentProvider<T> provider = provider();

    Components found = Components.load(provider.getClass().getClassLoader());

    assertTrue(
        found.names(provider.role()).contains(provider.name()),
        () ->
            "META-INF/services offers no "
                + provider.role().getSimpleName()
                + " named "
                + provider.name()
                + ", only "
                + found.names(provider.role()));
  }

  @Test
  @Rule("C5")
  void its_class_is_public_and_final_with_a_public_constructor() {
    Class<?> type = provider().getClass();

    assertTrue(Modifier.isPublic(type.getModifiers()), "it is not public");
    assertTrue(Modifier.isFinal(type.getModifiers()), "it is not final");
    assertNotNull(
        assertDoesNotThrow(() -> type.getConstructor(), "no public constructor without arguments"));
  }
}
