package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.governance4j.Digest;
import org.governance4j.json.StreamHead;
import org.jspecify.annotations.Nullable;

/**
 * One file of the index: what a range of the ledger's entries is found by, sorted, never changed.
 *
 * <p>{@code .state/index/<from>-<to>.run}, both in 19 digits, is about the entries from {@code
 * from} to before {@code to}. All numbers are big-endian, all checksums CRC-32C:
 *
 * <pre>
 * header  "g4jidx01", u64 from, u64 to, 32 bytes leaf hash of entry to - 1,
 *         u64 keys, u32 words of the filter, u32 streams, u32 bytes of streams,
 *         u32 checksum of the header before it
 * blocks  of 4096 bytes: up to 73 records, zeros, u32 checksum of the block before it
 *         record: 16 bytes key, u64 index, 32 bytes leaf hash; sorted by key, each once
 * filter  of all keys, ten bits each, in words of 64 bits; see BloomFilter
 * streams u16 length, name, u64 next, 32 bytes last: the heads of those advanced in this range
 * u32     checksum of filter and streams
 * </pre>
 *
 * <p>A filter and the heads are in memory, the blocks are read when they are asked for. Safe for
 * any number of threads.
 */
final class IndexRun {
  static final String DIRECTORY = WriteAheadLog.DIRECTORY + "/index";
  static final int HEADER_BYTES = 8 + 8 + 8 + Digest.LENGTH + 8 + 4 + 4 + 4 + 4;
  static final int BLOCK_BYTES = 4096;
  static final int RECORD_BYTES = 16 + 8 + Digest.LENGTH;
  static final int PER_BLOCK = 73;
  static final long MAGIC = 0x67_34_6a_69_64_78_30_31L;

  /** The most keys of one run; its filter is read at once. */
  static final long MAX_KEYS = 1L << 27;

  /** A name has one byte per character at least: no more can be in a file that is well-formed. */
  static final int MAX_STREAM_BYTES = EntryIndex.MAX_STREAMS * (2 + 128 + 8 + Digest.LENGTH);

  private static final Pattern NAME = Pattern.compile("(\\d{19})-(\\d{19})\\.run");

  /** A file that is not what it was written as. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  /** What a run has of one key. */
  record Item(IndexKey key, EntryIndex.Place place) {}

  private final Disk disk;
  private final String path;
  private final Header header;
  private final BloomFilter filter;
  private final List<StreamHead> streams;

  private record Header(
      long from, long to, Digest last, long keys, int words, int streams, int streamBytes) {
    long blocks() {
      return (keys + PER_BLOCK - 1) / PER_BLOCK;
    }

    long metaAt() {
      return HEADER_BYTES + blocks() * BLOCK_BYTES;
    }
  }

  private IndexRun(
      Disk disk, String path, Header header, BloomFilter filter, List<StreamHead> streams) {
    this.disk = disk;
    this.path = path;
    this.header = header;
    this.filter = filter;
    this.streams = streams;
  }

  static String path(long from, long to) {
    return DIRECTORY + "/" + String.format(Locale.ROOT, "%019d-%019d.run", from, to);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  long from() {
    return header.from;
  }

  long to() {
    return header.to;
  }

  long keys() {
    return header.keys;
  }

  /** The leaf hash of the last entry it is about. */
  Digest last() {
    return header.last;
  }

  List<StreamHead> streams() {
    return streams;
  }

  String path() {
    return path;
  }

  /**
   * Opens a file.
   *
   * @throws Damaged if it is not a run, or of another range than its name says
   */
  static IndexRun open(Disk disk, String path) throws IOException, Damaged {
    Header header = header(path, read(disk, path, 0, HEADER_BYTES));
    int length = 8 * header.words + header.streamBytes + 4;
    // One byte more than there should be, to see that the file ends there.
    byte[] meta = disk.read(path, header.metaAt(), length + 1);
    if (meta == null || meta.length != length) {
      throw new Damaged(path + " does not have the length its header tells");
    }
    checksum(path + ", filter and streams", meta);
    ByteBuffer in = ByteBuffer.wrap(meta, 0, length - 4);
    long[] filter = new long[header.words];
    for (int i = 0; i < header.words; i++) {
      filter[i] = in.getLong();
    }
    return new IndexRun(disk, path, header, new BloomFilter(filter), streams(path, header, in));
  }

  private static Header header(String path, byte[] bytes) throws Damaged {
    checksum(path + ", header", bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getLong() != MAGIC) {
      throw new Damaged(path + " is not a run of the index");
    }
    long from = in.getLong();
    long to = in.getLong();
    Digest last = digest(in);
    Header header = new Header(from, to, last, in.getLong(), in.getInt(), in.getInt(), in.getInt());
    if (from < 0
        || from >= to
        || !path.equals(path(from, to))
        || header.keys < 0
        || header.keys > MAX_KEYS
        || header.words < 0
        || header.words > BloomFilter.words(MAX_KEYS)
        || header.streams < 0
        || header.streamBytes < 0
        || header.streamBytes > MAX_STREAM_BYTES) {
      throw new Damaged(path + " has a header that cannot be");
    }
    return header;
  }

  private static List<StreamHead> streams(String path, Header header, ByteBuffer in)
      throws Damaged {
    List<StreamHead> streams = new ArrayList<>();
    try {
      for (int i = 0; i < header.streams; i++) {
        byte[] name = new byte[in.getShort() & 0xffff];
        in.get(name);
        streams.add(
            new StreamHead(new String(name, StandardCharsets.US_ASCII), in.getLong(), digest(in)));
      }
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      throw new Damaged(path + " has malformed streams: " + e.getMessage());
    }
    if (in.hasRemaining()) {
      throw new Damaged(path + " has more streams than its header tells");
    }
    return List.copyOf(streams);
  }

  static Digest digest(ByteBuffer in) {
    byte[] bytes = new byte[Digest.LENGTH];
    in.get(bytes);
    return Digest.of(bytes);
  }

  private static byte[] read(Disk disk, String path, long from, int length)
      throws IOException, Damaged {
    byte[] bytes = disk.read(path, from, length);
    if (bytes == null || bytes.length != length) {
      throw new Damaged(path + " is missing or ends before byte " + (from + length));
    }
    return bytes;
  }

  /** Holds the last four bytes against the rest. */
  private static void checksum(String what, byte[] bytes) throws Damaged {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(bytes.length - 4)) {
      throw new Damaged(what + ": the checksum is wrong");
    }
  }

  /** Where the entry of a key is, or null. */
  EntryIndex.@Nullable Place find(IndexKey key) throws IOException, Damaged {
    if (!filter.mayContain(key)) {
      return null;
    }
    long low = 0;
    long high = header.blocks() - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      List<Item> block = block(middle);
      if (key.compareTo(block.get(0).key) < 0) {
        high = middle - 1;
      } else if (key.compareTo(block.get(block.size() - 1).key) > 0) {
        low = middle + 1;
      } else {
        for (Item item : block) {
          if (item.key.equals(key)) {
            return item.place;
          }
        }
        return null;
      }
    }
    return null;
  }

  private List<Item> block(long number) throws IOException, Damaged {
    byte[] block = read(disk, path, HEADER_BYTES + number * BLOCK_BYTES, BLOCK_BYTES);
    checksum(path + ", block " + number, block);
    int count = (int) Math.min(PER_BLOCK, header.keys - number * PER_BLOCK);
    ByteBuffer in = ByteBuffer.wrap(block);
    Item[] items = new Item[count];
    for (int i = 0; i < count; i++) {
      IndexKey key = new IndexKey(in.getLong(), in.getLong());
      long index = in.getLong();
      if (index < header.from
          || index >= header.to
          || (i > 0 && items[i - 1].key.compareTo(key) >= 0)) {
        throw new Damaged(path + ", block " + number + ": record " + i + " cannot be");
      }
      items[i] = new Item(key, new EntryIndex.Place(index, digest(in)));
    }
    return Arrays.asList(items);
  }

  /** All items in order, a block at a time in memory. */
  final class Cursor {
    private List<Item> block = List.of();
    private int at;
    private long next;

    /** The next item, or null at the end. */
    @Nullable Item next() throws IOException, Damaged {
      if (at == block.size()) {
        if (next == header.blocks()) {
          return null;
        }
        IndexKey before = block.isEmpty() ? null : block.get(block.size() - 1).key;
        block = block(next++);
        at = 0;
        if (before != null && before.compareTo(block.get(0).key) >= 0) {
          throw new Damaged(path + ", block " + (next - 1) + " is not in order");
        }
      }
      return block.get(at++);
    }
  }

  Cursor cursor() {
    return new Cursor();
  }
}
