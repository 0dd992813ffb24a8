package org.governance4j.ledger;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StreamHead;

/**
 * The streams of an open ledger, one view each, begun where the ledger has them.
 *
 * <p>Safe for any number of threads.
 */
final class LedgerStreams {
  private final ConcurrentHashMap<String, LedgerStream> streams = new ConcurrentHashMap<>();
  private final LedgerStream.Host host;
  private final Function<String, StreamHead> heads;
  private final EntryCodec codec;
  private final Clock clock;

  /**
   * Starts without any view.
   *
   * @param heads where a stream stands, by name; asked once for each, before its first entry
   */
  LedgerStreams(
      LedgerStream.Host host, Function<String, StreamHead> heads, EntryCodec codec, Clock clock) {
    this.host = host;
    this.heads = heads;
    this.codec = codec;
    this.clock = clock;
  }

  /**
   * The one view of a stream.
   *
   * @throws IllegalArgumentException if the name is malformed
   */
  LedgerStream of(String name) {
    LedgerStream known = streams.get(name);
    if (known != null) {
      return known;
    }
    StreamHead.start(name);
    return streams.computeIfAbsent(
        name, each -> new LedgerStream(host, heads.apply(each), codec, clock));
  }
}
