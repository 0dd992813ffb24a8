package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code git commit -S} with an Ed25519 key of ssh: a commit for each entry, which is its message;
 * so there is no file to add and no tree to write. By default git does not force a loose object nor
 * the branch's new head; {@code core.fsync=committed,reference} makes it force both, so that a
 * commit is durable when the command returns, as it is with the other subjects. The writers take
 * turns: git lets one commit at a time.
 */
final class GitCommits implements Appender {
  private final Path directory;

  GitCommits(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    Files.createDirectories(directory);
    requireCommand("git", "--version");
    requireCommand("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key");
    run("git", "init", "-q", "log");
    for (Map.Entry<String, String> setting :
        Map.of(
                "user.name", "benchmark",
                "user.email", "benchmark@example.com",
                "gpg.format", "ssh",
                "user.signingkey", directory.resolve("key.pub").toString(),
                "gc.auto", "0",
                "core.fsync", "committed,reference")
            .entrySet()) {
      run("git", "-C", "log", "config", setting.getKey(), setting.getValue());
    }
  }

  @Override
  public synchronized void append(byte[] entry) throws IOException, InterruptedException {
    String message = new String(entry, StandardCharsets.UTF_8);
    run("git", "-C", "log", "commit", "-S", "-q", "--allow-empty", "-m", message);
  }

  @Override
  public synchronized void require(long entries) throws IOException, InterruptedException {
    String count = entries == 0 ? "0" : run("git", "-C", "log", "rev-list", "--count", "HEAD");
    String last = entries == 0 ? "" : run("git", "-C", "log", "cat-file", "commit", "HEAD");
    if (!count.equals(String.valueOf(entries)) || entries > 0 && !last.contains("SSH SIGNATURE")) {
      throw new IllegalStateException(count + " commits instead of " + entries + "; " + last);
    }
  }

  private void requireCommand(String... command) throws InterruptedException {
    try {
      run(command);
    } catch (IOException e) {
      throw new IllegalStateException("gitCommit is absent: " + e.getMessage(), e);
    }
  }

  /** What a command prints; it must succeed. */
  private String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    // Nobody's own settings: they may sign otherwise or run hooks.
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String said;
    try (var output = process.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(command[0] + " ended with " + code + ": " + said);
    }
    return said;
  }

  @Override
  public void close() {}
}
