package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table in SQLite whose rows are chained by their hashes, as many services keep an audit trail: a
 * row and a commit for each entry, write-ahead logging, {@code synchronous=FULL}. The writers share
 * one connection and its prepared statement, which is faster than a connection each: SQLite lets
 * one write at a time.
 */
final class SqliteChain implements Appender {
  private final Connection connection;
  private final PreparedStatement insert;
  private final MessageDigest sha256;
  private byte[] last = new byte[32];

  SqliteChain(Path directory) throws Exception {
    Files.createDirectories(directory);
    sha256 = MessageDigest.getInstance("SHA-256");
    connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("chain.db"));
    try (Statement statement = connection.createStatement()) {
      require("wal", ask(statement, "PRAGMA journal_mode=WAL"));
      statement.execute("PRAGMA synchronous=FULL");
      require("2", ask(statement, "PRAGMA synchronous"));
      statement.execute(
          "CREATE TABLE chain (id INTEGER PRIMARY KEY, previous BLOB NOT NULL, hash BLOB NOT NULL,"
              + " entry BLOB NOT NULL)");
    }
    insert =
        connection.prepareStatement("INSERT INTO chain (previous, hash, entry) VALUES (?,?,?)");
  }

  @Override
  public synchronized void append(byte[] entry) throws SQLException {
    sha256.update(last);
    byte[] hash = sha256.digest(entry);
    insert.setBytes(1, last);
    insert.setBytes(2, hash);
    insert.setBytes(3, entry);
    insert.executeUpdate();
    last = hash;
  }

  @Override
  public synchronized void require(long entries) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      require(String.valueOf(entries), ask(statement, "SELECT count(*) FROM chain"));
    }
  }

  private static String ask(Statement statement, String question) throws SQLException {
    try (ResultSet answer = statement.executeQuery(question)) {
      return answer.getString(1);
    }
  }

  private static void require(String expected, String found) {
    if (!expected.equals(found)) {
      throw new IllegalStateException("SQLite says " + found + " instead of " + expected);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      insert.close();
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
