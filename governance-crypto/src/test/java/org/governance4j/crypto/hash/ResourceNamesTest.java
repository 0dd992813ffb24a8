package org.governance4j.crypto.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b", "..a", "a..", ".a/...", "a:0:8", "a b", "\\", "a\nb", "\ud83d\ude00"})
  void plain_relative_names_are_fine(String name) {
    assertNull(ResourceNames.fault(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/a", "a/", "a//b", ".", "./a", "a/.", "..", "a/..", "\0", "\ud83d"})
  void other_names_are_not(String name) {
    assertNotNull(ResourceNames.fault(name));
  }

  @Test
  void length_and_depth_are_limited() {
    assertNull(ResourceNames.fault("\u20ac".repeat(ResourceNames.MAX_BYTES / 3)));
    String tooLong = ResourceNames.fault("\u20ac".repeat(ResourceNames.MAX_BYTES / 3 + 1));
    assertTrue(tooLong != null && tooLong.contains("4098 bytes, the limit is 4096"), tooLong);
    assertNull(ResourceNames.fault("a/".repeat(ResourceNames.MAX_DEPTH - 1) + "a"));
    String tooDeep = ResourceNames.fault("a/".repeat(ResourceNames.MAX_DEPTH) + "a");
    assertTrue(tooDeep != null && tooDeep.contains("129 levels deep, the limit is 128"), tooDeep);
  }

  @Test
  void the_order_is_that_of_the_utf_8_bytes() {
    List<String> names = new ArrayList<>(List.of("\ud83d\ude00", "a/b", "\uff5e", "a-b", "a", "B"));
    names.sort(ResourceNames.BY_CODE_POINT);
    assertEquals(List.of("B", "a", "a-b", "a/b", "\uff5e", "\ud83d\ude00"), names);
  }

  @Test
  void a_path_stands_for_itself_and_what_is_below() {
    List<String> paths = List.of("a/b", "c");
    assertTrue(ResourceNames.isUnder("a/b", paths));
    assertTrue(ResourceNames.isUnder("a/b/c", paths));
    assertTrue(ResourceNames.isUnder("c/d", paths));
    assertEquals(
        List.of(),
        List.of("a", "a/bc", "cc", "d/c").stream()
            .filter(name -> ResourceNames.isUnder(name, paths))
            .toList());
  }
}
