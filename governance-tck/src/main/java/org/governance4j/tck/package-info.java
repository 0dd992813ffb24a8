/**
 * The contracts of the roles: one abstract class each, with one factory method to implement.
 *
 * <p>An implementation of a role proves itself by a test class that extends the role's contract:
 *
 * <pre>{@code
 * class KafkaLedgerTest extends DecisionLedgerContract {
 *   @Override
 *   protected Opened open(Path home) {
 *     return new Opened(KafkaLedger.open(topic(home)), verifier());
 *   }
 *
 *   @Override
 *   protected boolean survivesReopening() {
 *     return true;
 *   }
 * }
 * }</pre>
 *
 * <p>What not every implementation can do is switched on by a method to override; its default is
 * the cautious answer, and the tests behind it are then reported as skipped. The numbers on the
 * tests are those of the rules in SPEC.md.
 */
package org.governance4j.tck;
