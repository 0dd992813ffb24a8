package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AllocationTest {

  private static final int SIZE = 1_000_000;

  private byte[] kept = {};

  @Test
  void an_array_is_counted_with_its_header() {
    long bytes = Allocation.of(() -> kept = new byte[SIZE]);
    assertEquals(SIZE, kept.length);
    assertTrue(bytes >= SIZE && bytes < SIZE + 4_096, bytes + " bytes");
  }

  @Test
  void what_another_thread_allocates_is_not_counted() throws InterruptedException {
    Thread other = new Thread(() -> kept = new byte[SIZE]);
    long bytes = Allocation.of(other::start);
    other.join();
    assertEquals(SIZE, kept.length);
    assertTrue(bytes < SIZE, bytes + " bytes");
  }
}
