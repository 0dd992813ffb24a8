package org.governance4j.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.GovernanceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentsTest {

  /** Public, so that the service loader can make it. */
  public static final class Silent implements ComponentProvider<DriftDetector> {
    @Override
    public Class<DriftDetector> role() {
      return DriftDetector.class;
    }

    @Override
    public String name() {
      return "silent";
    }

    @Override
    public DriftDetector create(Settings settings) {
      settings.allowOnly(List.of("delta"));
      settings.number("delta", 0.1, 0, 1);
      return DriftDetector.none();
    }
  }

  @Test
  void a_provider_in_meta_inf_is_found_by_role_and_name(@TempDir Path dir) throws IOException {
    Path services = Files.createDirectories(dir.resolve("META-INF/services"));
    Files.writeString(services.resolve(ComponentProvider.class.getName()), Silent.class.getName());
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {dir.toUri().toURL()}, ComponentsTest.class.getClassLoader())) {
      Components components = Components.load(loader);

      assertEquals(List.of("silent"), components.names(DriftDetector.class));
      assertSame(
          DriftDetector.none(), components.create(DriftDetector.class, "silent", Settings.empty()));
    }
  }

  @Test
  // @Rule("C6")
  void a_provider_that_cannot_be_loaded_fails_at_start_up(@TempDir Path dir) throws IOException {
    Path services = Files.createDirectories(dir.resolve("META-INF/services"));
    Files.writeString(services.resolve(ComponentProvider.class.getName()), "com.example.Gone");
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {dir.toUri().toURL()}, ComponentsTest.class.getClassLoader())) {
      GovernanceException e =
          assertThrows(GovernanceException.class, () -> Components.load(loader));
      assertTrue(e.getMessage().contains("com.example.Gone"), e.getMessage());
    }
  }

  @Test
  // @Rule("C6")
  void two_providers_of_one_name_fail_at_start_up() {
    GovernanceException e =
        assertThrows(
            GovernanceException.class, () -> Components.of(List.of(new Silent(), new Silent())));
    assertTrue(e.getMessage().contains("silent"), e.getMessage());
  }

  @Test
  // @Rule("C7")
  void a_missing_name_is_refused_with_those_that_exist() {
    Components components = Components.of(List.of(new Silent()));

    GovernanceException e =
        assertThrows(
            GovernanceException.class,
            () -> components.create(DriftDetector.class, "adwin", Settings.empty()));
    assertTrue(e.getMessage().contains("adwin"), e.getMessage());
    assertTrue(e.getMessage().contains("[silent]"), e.getMessage());
  }

  @Test
  void settings_name_the_key_the_value_and_the_limit() {
    Settings settings = Settings.empty().with("delta", "2").with("count", "many");

    IllegalArgumentException range =
        assertThrows(IllegalArgumentException.class, () -> settings.number("delta", 0, 0, 1));
    assertEquals("setting 'delta' must be from 0.0 to 1.0: 2", range.getMessage());
    assertThrows(IllegalArgumentException.class, () -> settings.integer("count", 0, 0, 9));
    assertThrows(IllegalArgumentException.class, () -> settings.number("count", 0, 0, 9));
    assertThrows(IllegalArgumentException.class, () -> settings.require("file"));
    assertThrows(IllegalArgumentException.class, () -> settings.allowOnly(List.of("delta")));
    assertEquals(5, settings.integer("other", 5, 0, 9));
    assertThrows(IllegalArgumentException.class, () -> settings.require(Clock.class));
    Settings withClock = settings.with(Clock.class, Clock.systemUTC());
    assertEquals(Clock.systemUTC(), withClock.require(Clock.class));
  }

  @Test
  // @Rule("C10")
  void settings_print_no_values() {
    Settings settings = Settings.empty().with("password", "hunter2");

    assertFalse(settings.toString().contains("hunter2"));
  }
}
