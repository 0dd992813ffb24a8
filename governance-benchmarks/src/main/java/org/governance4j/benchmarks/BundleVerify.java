package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.SigstoreResult;
import org.governance4j.crypto.SigstoreVerifier;
import org.governance4j.crypto.TrustedRoot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Keyless bundles of the Sigstore conformance suite, verified in full from their bytes; the trusted
 * root is read once. The system property {@code governance.conformance} names the folder that has
 * the suite {@code signing}; where it is missing, nothing is measured.
 *
 * <pre>
 * JAVA_TOOL_OPTIONS=-Dgovernance.conformance=DIR ./governance bench BundleVerify --quick
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BundleVerify {

  /** Case of the conformance suite: a log of the first generation, then a tiled one. */
  @Param({"happy-path-v0.3", "rekor2-happy-path"})
  public String sample;

  private SigstoreVerifier verifier;
  private SignatureBundle bundle;
  private byte[] artifact;

  /** Reads the case and verifies it once. */
  @Setup
  public void read() throws IOException {
    String folder = System.getProperty("governance.conformance");
    if (folder == null) {
      throw new IllegalStateException("the system property governance.conformance is not set");
    }
    Path signing = Path.of(folder, "signing");
    Path cases = signing.resolve("sigstore-conformance/bundle-verify");
    Path own = cases.resolve(sample).resolve("trusted_root.json");
    Path root = Files.exists(own) ? own : signing.resolve("trusted-roots/public-good-2026-08.json");
    verifier = SigstoreVerifier.insecureOfAnybody(TrustedRoot.read(root));
    bundle = SignatureBundle.read(cases.resolve(sample).resolve("bundle.sigstore.json"));
    artifact = Files.readAllBytes(cases.resolve("a.txt"));
    keyless();
  }

  /** One bundle. */
  @Benchmark
  public SigstoreResult keyless() {
    return verifier.verify(artifact, bundle);
  }
}
