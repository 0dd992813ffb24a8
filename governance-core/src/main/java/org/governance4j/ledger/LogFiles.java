package org.governance4j.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers HTTP requests for what a ledger directory publishes, by C2SP tlog-tiles, "APIs". It knows
 * no server: whatever handles requests hands over three strings and sends back what it gets.
 *
 * <pre>{@code
 * LogFiles.Response response = files.respond(request.getMethod(), path, acceptEncoding);
 * response.headers().forEach(reply::setHeader);
 * response.writeTo(reply.getOutputStream());
 * }</pre>
 *
 * <ul>
 *   <li>{@code /checkpoint}: text that caches ask for anew each time
 *   <li>{@code /tile/…}: octets that never change, and may be kept for ever; partial tiles too
 *   <li>everything else is 404, and so is what the checkpoint does not cover, whether or not it
 *       lies in the directory already, and what was pruned
 *   <li>a partial tile that was removed is cut from a fuller one, so it can be had as long as that
 *   <li>bundles of up to 1 MiB are compressed where gzip is accepted
 *   <li>other methods than GET and HEAD are 405
 *   <li>what is there but not what it should be, is 500, and one line in the log however often it
 *       is asked for, up to 1,000 such lines
 * </ul>
 *
 * <p><b>What it never serves.</b> A path is taken literally and must be the one spelling of a tile
 * ({@link TilePath#parse}): nothing percent-encoded, no empty, {@code .} or {@code ..} part, no
 * second slash. Neither {@code .state} nor {@code vault} has such a name, no directory is listed,
 * and no symbolic link below the directory is followed. Whoever may write to the directory is
 * trusted not to exchange files for links while they are read.
 *
 * <p>An answer holds at most one bundle, 16 MiB. Safe for any number of threads.
 */
public final class LogFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

  private static final int LONGEST_PATH = 64;
  private static final int LONGEST_COMPRESSED = 1 << 20;
  private static final int MOST_TOLD = 1_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Path root;
  private final Disk disk;
  private final PublishedCheckpoint published;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private LogFiles(Path root) {
    this.root = root;
    this.disk = new OsDisk(root);
    this.published = new PublishedCheckpoint(disk);
  }

  /**
   * Serves a directory. It may be a symbolic link itself, and need not have a checkpoint yet.
   *
   * @throws LedgerUnavailable if there is no such directory
   */
  public static LogFiles in(Path directory) {
    try {
      return new LogFiles(directory.toRealPath());
    } catch (IOException e) {
      throw new LedgerUnavailable(directory + " cannot be served: " + e, e);
    }
  }

  /**
   * An answer: a status, the headers that belong to it, and a body.
   *
   * <p>Immutable; safe for any number of threads.
   */
  public static final class Response {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Response(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = Collections.unmodifiableMap(headers);
      this.body = body;
    }

    /** 200, 404, 405 or 500. */
    public int status() {
      return status;
    }

    /** Header names and values; {@code Content-Length} is among them. */
    public Map<String, String> headers() {
      return headers;
    }

    /** A view of the body; empty where HEAD was asked. */
    public ByteBuffer body() {
      return ByteBuffer.wrap(body).asReadOnlyBuffer();
    }

    /** Writes the body, and leaves the stream open. */
    public void writeTo(OutputStream out) throws IOException {
      out.write(body);
    }

    /** Tells status and length. */
    @Override
    public String toString() {
      return "Response[" + status + ", " + body.length + " bytes]";
    }
  }

  /** What a path stands for. */
  private record Content(byte[] bytes, boolean isCheckpoint, boolean isBundle) {}

  /**
   * Answers a request.
   *
   * @param method as in the request line
   * @param path the path behind where the log is mounted: as it was sent, not decoded, with its
   *     first slash and without query
   * @param acceptEncoding the header of that name, or null if there is none
   */
  public Response respond(String method, String path, @Nullable String acceptEncoding) {
    boolean head = method.equals("HEAD");
    if (!head && !method.equals("GET")) {
      Map<String, String> allow = new LinkedHashMap<>();
      allow.put("Allow", "GET, HEAD");
      return message(405, "only GET and HEAD\n", allow, false);
    }
    try {
      Content content = content(path);
      return content == null
          ? message(404, "not found\n", new LinkedHashMap<>(), head)
          : found(content, acceptsGzip(acceptEncoding), head);
    } catch (IOException | GovernanceException e) {
      tell(e);
      return message(500, "the log cannot serve this\n", new LinkedHashMap<>(), head);
    }
  }

  /** Once each: who asks again and again for what is damaged must not fill the log. */
  private void tell(Exception failure) {
    String reason =
        String.valueOf(
            failure instanceof GovernanceException ? failure.getMessage() : failure.toString());
    if (told.size() < MOST_TOLD && told.add(reason)) {
      LOG.warn("{} cannot be served whole: {}", disk, CONTROL.matcher(reason).replaceAll("?"));
      if (told.size() == MOST_TOLD) {
        LOG.warn("{} has told of {} damages, and tells of no more", disk, MOST_TOLD);
      }
    }
  }

  private @Nullable Content content(String path) throws IOException {
    if (path.length() > LONGEST_PATH || !path.startsWith("/") || !isPlain(LedgerLog.CHECKPOINT)) {
      return null;
    }
    String name = path.substring(1);
    if (name.equals(LedgerLog.CHECKPOINT)) {
      return new Content(checkpoint().bytes(), true, false);
    }
    TilePath tile;
    try {
      tile = TilePath.parse(name);
    } catch (InvalidData e) {
      return null;
    }
    byte[] bytes = covered(tile, checkpoint().size());
    return bytes == null ? null : new Content(bytes, false, tile.level() == TilePath.ENTRIES);
  }

  private PublishedCheckpoint.Read checkpoint() {
    try {
      return published.read();
    } catch (IOException e) {
      throw new LedgerUnavailable(disk + "/" + LedgerLog.CHECKPOINT + " cannot be read: " + e, e);
    }
  }

  /** The tile if the tree has it and the directory still has it. */
  private byte @Nullable [] covered(TilePath tile, long size) {
    long hashes = TilePath.hashes(tile.level(), size);
    long before = tile.index() * TilePath.FULL;
    if (tile.index() > hashes / TilePath.FULL || hashes - before < tile.width()) {
      return null;
    }
    byte[] bytes = stored(tile, tile.width());
    if (bytes == null && !tile.isFull()) {
      TilePath now = TilePath.in(tile.level(), tile.index(), size);
      bytes = stored(now, tile.width());
      if (bytes == null && !now.isFull()) {
        bytes = stored(tile.full(), tile.width());
      }
    }
    return bytes;
  }

  /** The beginning of a tile that is held to its length. */
  private byte @Nullable [] stored(TilePath tile, int width) {
    boolean isBundle = tile.level() == TilePath.ENTRIES;
    int limit = isBundle ? EntryBundle.MAX_BYTES : tile.width() * TreeHasher.LENGTH;
    byte[] bytes;
    try {
      bytes = isPlain(tile.encode()) ? disk.read(tile.encode(), 0, limit + 1) : null;
    } catch (IOException e) {
      throw new LedgerUnavailable(tile + " of " + disk + " cannot be read: " + e, e);
    }
    if (bytes == null) {
      return null;
    }
    int length = width * TreeHasher.LENGTH;
    if (isBundle) {
      try {
        length = EntryBundle.ends(bytes, tile.width())[width - 1];
      } catch (InvalidData e) {
        throw new LedgerCorrupted(tile + " of " + disk + ": " + e.getMessage(), e);
      }
    } else if (bytes.length != limit) {
      throw new LedgerCorrupted(
          tile + " of " + disk + " has " + bytes.length + " bytes, expected " + limit);
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Whether there is something of this name, and no symbolic link on the way to it. */
  private boolean isPlain(String name) throws IOException {
    Path path = root.resolve(name);
    try {
      return path.toRealPath().equals(path);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Response found(Content content, boolean gzip, boolean head) {
    Map<String, String> headers = new LinkedHashMap<>();
    byte[] bytes = content.bytes;
    if (content.isCheckpoint) {
      headers.put("Content-Type", TEXT);
      headers.put("Cache-Control", "no-cache");
    } else {
      headers.put("Content-Type", "application/octet-stream");
      headers.put("Cache-Control", "public, max-age=31536000, immutable");
    }
    if (content.isBundle) {
      headers.put("Vary", "Accept-Encoding");
      if (gzip && bytes.length <= LONGEST_COMPRESSED) {
        headers.put("Content-Encoding", "gzip");
        bytes = compress(bytes);
      }
    }
    return response(200, headers, bytes, head);
  }

  private static Response message(
      int status, String text, Map<String, String> headers, boolean head) {
    headers.put("Content-Type", TEXT);
    // What is not there yet may be there soon.
    headers.put("Cache-Control", "no-store");
    return response(status, headers, text.getBytes(StandardCharsets.UTF_8), head);
  }

  private static Response response(
      int status, Map<String, String> headers, byte[] body, boolean head) {
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Length", Integer.toString(body.length));
    return new Response(status, headers, head ? new byte[0] : body);
  }

  private static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("An array in memory could not be written.", e);
    }
    return compressed.toByteArray();
  }

  /** RFC 9110 section 12.5.3: gzip is named, and its weight is not 0. */
  private static boolean acceptsGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = coding.split(";", -1);
      if (parts[0].strip().equals("gzip")) {
        return parts.length == 1 || !parts[1].replaceAll("\\s", "").matches("q=0(\\.0{0,3})?");
      }
    }
    return false;
  }
}
