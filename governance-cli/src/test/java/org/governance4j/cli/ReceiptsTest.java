package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.governance4j.Digest;
import org.governance4j.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceiptsTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Receipts receipts(OutputStream out) {
    return new Receipts(
        new Console(new ByteArrayInputStream(new byte[0]), out, err, name -> null, false));
  }

  private static CompletableFuture<Receipt> receipt(long index) {
    return CompletableFuture.completedFuture(
        new Receipt("o.test", index, Digest.sha256(new byte[0])));
  }

  @Test
  void an_error_while_printing_is_thrown_at_the_end_and_holds_nobody_up() {
    Error error = new OutOfMemoryError("planted");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw error;
          }
        };
    try (Receipts receipts = receipts(out)) {
      for (int i = 0; i < 10_000; i++) { // more than the queue takes
        receipts.add(i, receipt(i));
      }
      assertSame(error, assertThrows(OutOfMemoryError.class, receipts::await));
    }
  }

  @Test
  void an_entry_whose_receipt_is_cancelled_counts_as_not_appended() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompletableFuture<Receipt> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);
    try (Receipts receipts = receipts(out)) {
      receipts.add(1, cancelled);
      receipts.add(2, receipt(1));
      assertFalse(receipts.await());
    }
    assertEquals(1, out.toString(StandardCharsets.UTF_8).lines().count());
    assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("governance: line 1 and what"));
  }
}
