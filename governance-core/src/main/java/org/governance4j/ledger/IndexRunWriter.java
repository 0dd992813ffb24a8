package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.governance4j.Digest;
import org.governance4j.json.StreamHead;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file that {@link IndexRun} reads: under a temporary name, forced, renamed, the directory
 * synced. One thread.
 */
final class IndexRunWriter {
  /** The one temporary file. */
  static final String TEMPORARY = IndexRun.DIRECTORY + "/tmp";

  /** Blocks are written in pieces of this size. */
  private static final int PIECE = 16 * IndexRun.BLOCK_BYTES;

  /** Where items come from: in order, but a key may come again with what is then left out. */
  interface Items {
    /** The next one, or null at the end. */
    IndexRun.@Nullable Item next() throws IOException, IndexRun.Damaged;
  }

  private final Disk disk;
  private boolean started;

  IndexRunWriter(Disk disk) {
    this.disk = disk;
  }

  /**
   * Writes a run and opens it.
   *
   * @param last the leaf hash of entry {@code to - 1}
   * @param most how many items come at most
   */
  IndexRun write(
      long from, long to, Digest last, long most, Items items, Collection<StreamHead> streams)
      throws IOException, IndexRun.Damaged {
    start();
    try (Disk.Output file = disk.create(TEMPORARY, Disk.Access.PRIVATE)) {
      file.write(ByteBuffer.allocate(IndexRun.HEADER_BYTES));
      BloomFilter filter = BloomFilter.forKeys(most);
      long keys = blocks(file, items, filter);
      ByteBuffer heads = heads(streams);
      ByteBuffer header = ByteBuffer.allocate(IndexRun.HEADER_BYTES);
      header.putLong(IndexRun.MAGIC).putLong(from).putLong(to).put(last.bytes());
      header.putLong(keys).putInt(filter.words().length);
      header.putInt(streams.size()).putInt(heads.limit());
      file.write(meta(filter, heads));
      file.overwrite(0, checked(header));
      file.force();
    }
    String path = IndexRun.path(from, to);
    disk.rename(TEMPORARY, path);
    disk.syncDirectory(IndexRun.DIRECTORY);
    return IndexRun.open(disk, path);
  }

  /** Makes the directory when it is first needed: most ledgers are short. */
  private void start() throws IOException {
    if (!started) {
      disk.createDirectory(IndexRun.DIRECTORY, Disk.Access.PRIVATE);
      disk.syncDirectory(WriteAheadLog.DIRECTORY);
      started = true;
    }
  }

  /** Returns how many keys there were. */
  private static long blocks(Disk.Output file, Items items, BloomFilter filter)
      throws IOException, IndexRun.Damaged {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    ByteBuffer block = ByteBuffer.allocate(IndexRun.BLOCK_BYTES);
    int records = IndexRun.PER_BLOCK * IndexRun.RECORD_BYTES;
    long keys = 0;
    IndexRun.Item before = null;
    for (IndexRun.Item item = items.next(); item != null; item = items.next()) {
      if (before != null && item.key().equals(before.key())) {
        continue;
      }
      filter.add(item.key());
      block.putLong(item.key().high()).putLong(item.key().low());
      block.putLong(item.place().index()).put(item.place().leafHash().bytes());
      keys++;
      before = item;
      if (block.position() == records) {
        put(file, piece, block);
      }
    }
    if (block.position() > 0) {
      put(file, piece, block);
    }
    file.write(piece.flip());
    return keys;
  }

  private static void put(Disk.Output file, ByteBuffer piece, ByteBuffer block) throws IOException {
    Arrays.fill(block.array(), block.position(), block.capacity(), (byte) 0);
    piece.put(checked(block.position(block.capacity() - 4)));
    block.clear();
    if (!piece.hasRemaining()) {
      file.write(piece.flip());
      piece.clear();
    }
  }

  /** Puts the checksum of what a buffer has behind it; the buffer is full then, and rewound. */
  private static ByteBuffer checked(ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(content.array(), 0, content.position());
    return content.putInt((int) crc.getValue()).flip();
  }

  private static ByteBuffer meta(BloomFilter filter, ByteBuffer heads) {
    long[] words = filter.words();
    ByteBuffer meta = ByteBuffer.allocate(8 * words.length + heads.limit() + 4);
    for (long word : words) {
      meta.putLong(word);
    }
    return checked(meta.put(heads));
  }

  private static ByteBuffer heads(Collection<StreamHead> streams) {
    int length = 0;
    for (StreamHead head : streams) {
      length += 2 + head.name().length() + 8 + Digest.LENGTH;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    for (StreamHead head : streams) {
      byte[] name = head.name().getBytes(StandardCharsets.US_ASCII);
      Digest hash = Objects.requireNonNull(head.last(), head.name());
      out.putShort((short) name.length).put(name).putLong(head.next()).put(hash.bytes());
    }
    return out.flip();
  }
}
