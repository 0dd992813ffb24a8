package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.governance4j.BoundPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class WindowConcurrencyTest {
  private static final int THREADS = 16;
  private static final int EACH = 3_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong clock = new AtomicLong(-3 * SECOND);

  private static RulePolicy policy() {
    return Stream.rules()
        .window(Window.rate("rate", MINUTE, 0.99, 1))
        .window(Window.rate("by", MINUTE, 0.99, 1).violating("low").by("model_name"))
        .window(Window.quota("quota", MINUTE, 1_000_000))
        .window(
            Window.fairnessGap(
                "gap",
                MINUTE,
                "model_name",
                List.of("g0", "g1", "g2"),
                "label",
                List.of("approve"),
                0.9,
                1))
        .build();
  }

  /** Runs the work on all threads at once and waits for it. */
  private static void together(IntConsumer work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        done.add(
            pool.submit(
                () -> {
                  start.await();
                  work.accept(thread);
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** One of four groups in turn; every third one violates, every second one is favourable. */
  private static void judge(BoundPolicy bound, Prediction view, int i) {
    Model.Values values = i % 3 == 0 ? Stream.bad() : Stream.good();
    values.set("model_name", "g" + i % 4).set("label", i % 2 == 0 ? "approve" : "deny");
    bound.evaluate(view.wrap(null, values.inputs, values.outputs, values.texts));
  }

  private static void assertExact(WindowedPolicy bound) {
    long all = (long) THREADS * EACH;
    long[] counted = new long[4];
    long[] low = new long[4];
    long[] favourable = new long[4];
    for (int i = 0; i < EACH; i++) {
      counted[i % 4] += THREADS;
      low[i % 4] += i % 3 == 0 ? THREADS : 0;
      favourable[i % 4] += i % 2 == 0 ? THREADS : 0;
    }
    for (WindowReading reading : bound.readings()) {
      int group = reading.group() == null ? -1 : reading.group().charAt(1) - '0';
      switch (reading.rule()) {
        case "rate" -> {
          assertEquals(all, reading.counted());
          assertEquals(all / 3, reading.hits());
        }
        case "quota" -> assertEquals(all, reading.counted());
        case "by" -> {
          assertEquals(group < 0 ? 0 : counted[group], reading.counted(), reading::toString);
          assertEquals(group < 0 ? 0 : low[group], reading.hits(), reading::toString);
        }
        default -> {
          int judged = group < 0 ? 3 : group; // g3 is not listed
          assertEquals(counted[judged], reading.counted(), reading::toString);
          assertEquals(favourable[judged], reading.hits(), reading::toString);
        }
      }
    }
  }

  @Test
  @Rule("W10")
  void counts_are_exact_while_time_stands_still() throws Exception {
    WindowedPolicy bound = (WindowedPolicy) policy().bind(Model.SCHEMA, clock::get);
    together(
        thread -> {
          Prediction view = Model.SCHEMA.prediction();
          for (int i = 0; i < EACH; i++) {
            judge(bound, view, i);
          }
        });
    assertExact(bound);
  }

  @Test
  @Rule("W10")
  void counts_are_exact_while_time_moves() throws Exception {
    WindowedPolicy bound = (WindowedPolicy) policy().bind(Model.SCHEMA, clock::get);
    long step = 59 * SECOND / ((long) THREADS * EACH); // all of it within one window
    together(
        thread -> {
          Prediction view = Model.SCHEMA.prediction();
          for (int i = 0; i < EACH; i++) {
            clock.getAndAdd(step);
            judge(bound, view, i);
          }
        });
    assertExact(bound);
    clock.getAndAdd(62 * SECOND);
    for (WindowReading reading : bound.readings()) {
      assertEquals(0, reading.counted(), reading::toString);
      assertEquals(0, reading.hits(), reading::toString);
    }
  }

  @Test
  @Rule("W5")
  void a_quota_lets_exactly_as_many_pass_as_it_allows() throws Exception {
    BoundPolicy bound =
        Stream.rules()
            .window(Window.quota("quota", MINUTE, 777))
            .build()
            .bind(Model.SCHEMA, clock::get);
    AtomicLong passed = new AtomicLong();
    for (int round = 1; round <= 3; round++) {
      together(
          thread -> {
            Prediction prediction = Model.values().wrap();
            for (int i = 0; i < 200; i++) {
              if (bound.evaluate(prediction) == Verdict.ALLOW) {
                passed.incrementAndGet();
              }
            }
          });
      assertEquals(777L * round, passed.get());
      clock.getAndAdd(61 * SECOND);
      // The window turns before the others come: those who come while it does are judged by the old
      // one, which is the stricter.
      passed.addAndGet(bound.evaluate(Model.values().wrap()) == Verdict.ALLOW ? 1 : 0);
    }
  }

  @Test
  @Rule("W5")
  void no_window_of_a_quota_holds_more_than_it_allows() throws Exception {
    int max = 50;
    BoundPolicy bound =
        Stream.rules()
            .window(Window.quota("quota", Duration.ofSeconds(1), max))
            .build()
            .bind(Model.SCHEMA, clock::get);
    List<Long> passed = new ArrayList<>();
    Prediction prediction = Model.values().wrap();
    // Bursts, with pauses between them around the length of the window; what is refused counts too.
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      boolean burst = i % 100 != 99;
      clock.getAndAdd(burst ? random.nextInt(2_000_000) : SECOND * (95 + random.nextInt(10)) / 100);
      if (bound.evaluate(prediction) == Verdict.ALLOW) {
        passed.add(clock.get());
      }
    }
    assertTrue(passed.size() > 5 * max, "it has to open again: " + passed.size());
    for (int i = max; i < passed.size(); i++) {
      assertTrue(passed.get(i) - passed.get(i - max) > SECOND, "at " + i);
    }
  }

  @Test
  @Rule("W7")
  void threads_that_bring_new_values_never_make_more_groups_than_there_may_be() throws Exception {
    BoundPolicy bound =
        Stream.rules()
            .window(Window.rate("rate", MINUTE, 0.5, 1).by("model_name"))
            .build()
            .bind(Model.SCHEMA, clock::get);
    int values = Groups.MAX * 2;
    together(
        thread -> {
          Prediction view = Model.SCHEMA.prediction();
          for (int i = 0; i < values; i++) {
            Model.Values next = Model.values().set("model_name", "v" + i);
            bound.evaluate(view.wrap(null, next.inputs, next.outputs, next.texts));
          }
        });
    List<WindowReading> readings = ((WindowedPolicy) bound).readings();
    assertEquals(Groups.MAX + 1, readings.size());
    assertEquals(Groups.MAX, readings.stream().map(WindowReading::group).distinct().count() - 1);
    assertEquals(
        (long) THREADS * values, readings.stream().mapToLong(WindowReading::counted).sum());
  }

  @Test
  @Rule("W10")
  void a_row_opens_with_exactly_as_many_as_it_takes() throws Exception {
    BoundPolicy bound =
        Stream.rules()
            .window(Window.consecutive("row", THREADS * 500L, 1))
            .build()
            .bind(Model.SCHEMA, clock::get);
    AtomicLong open = new AtomicLong();
    together(
        thread -> {
          Prediction prediction = Stream.bad().wrap();
          for (int i = 0; i < 500; i++) {
            if (Stream.broken(bound.evaluate(prediction)).contains("row")) {
              open.incrementAndGet();
            }
          }
        });
    assertEquals(1, open.get(), "the last of them, and no other");
  }
}
