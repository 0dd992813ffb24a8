package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class CategoryTallyTest {

  @Test
  void what_is_not_among_the_first_values_is_new_however_often_it_comes() {
    CategoryTally tally = new CategoryTally(3);
    assertFalse(tally.take("a"));
    assertFalse(tally.take("b"));
    assertEquals(1, tally.lacking());
    assertFalse(tally.take("a"));
    assertEquals(0, tally.lacking());
    assertTrue(tally.take("c"));
    assertTrue(tally.take("c"));
    assertFalse(tally.take(new String(new char[] {'b'})), "an equal text is the same category");
    tally.takeMissing();
    MonitorProfile.Categories profile = tally.profile("country", false);
    assertEquals(
        new MonitorProfile.Categories(
            "country", false, 6, 1, 0, List.of(of("a", 2), of("b", 2), of("c", 2))),
        profile);
  }

  @Test
  @Rule("M15")
  void more_categories_than_are_told_apart_are_counted_together() {
    CategoryTally tally = new CategoryTally(10);
    for (int i = 0; i < 5_000; i++) {
      assertEquals(i >= 10, tally.take("category " + i), "" + i);
    }
    MonitorProfile.Categories profile = tally.profile("c", false);
    assertEquals(5_000, profile.count());
    assertTrue(profile.seen().size() <= CategoryTally.MOST, profile.seen().size() + " kept");
    assertTrue(
        profile.seen().size() > CategoryTally.MOST * 9 / 10, profile.seen().size() + " kept");
    assertEquals(5_000, profile.seen().size() + profile.others());
    assertFalse(tally.take("category 3"));
    assertTrue(tally.take("category 4000"));
  }

  @Test
  @Rule("M15")
  void texts_with_one_hash_code_find_no_place_after_some() {
    CategoryTally tally = new CategoryTally(0);
    for (int i = 0; i < 256; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 8; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // equal hash codes
      }
      assertTrue(tally.take(text.toString()));
    }
    MonitorProfile.Categories profile = tally.profile("c", false);
    assertEquals(32, profile.seen().size());
    assertEquals(224, profile.others());
  }

  private static MonitorProfile.Category of(String name, long count) {
    return new MonitorProfile.Category(name, count);
  }
}
