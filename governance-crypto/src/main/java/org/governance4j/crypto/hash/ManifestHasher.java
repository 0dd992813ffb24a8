package org.governance4j.crypto.hash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.ArtifactRejected;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the files of a model, or their shards, with several threads.
 *
 * <p>Every file is opened once, without following a link put in its place. A file whose size, times
 * or identity change from when it was listed until it is hashed is refused. Files are worked on
 * largest first, so that no thread is left alone with a large one at the end. SHA-256 and BLAKE2b
 * hash a file or shard on one thread; BLAKE3 works on parts of 1 MiB wherever they are.
 *
 * <p>The threads are daemons made for the call and gone when it returns; the first failure, or an
 * interruption of the caller, stops all of them. Immutable; safe for any number of threads, as far
 * as the progress is.
 */
public final class ManifestHasher {

  private final HashType type;
  private final int threads;
  private final Progress progress;
  private final @Nullable DigestCache cache;

  private ManifestHasher(
      HashType type, int threads, Progress progress, @Nullable DigestCache cache) {
    this.type = type;
    this.threads = threads;
    this.progress = progress;
    this.cache = cache;
  }

  /** A hasher with a thread for each processor that the JVM has. */
  public static ManifestHasher of(HashType type) {
    return new ManifestHasher(
        type, Runtime.getRuntime().availableProcessors(), Progress.none(), null);
  }

  /**
   * The same with another number of threads.
   *
   * @param count at most so many; 1 is the caller's own
   * @throws IllegalArgumentException if it is not positive
   */
  public ManifestHasher withThreads(int count) {
    return new ManifestHasher(type, Workers.requirePositive(count), progress, cache);
  }

  /** The same, telling how far it is. */
  public ManifestHasher withProgress(Progress listener) {
    return new ManifestHasher(type, threads, listener, cache);
  }

  /**
   * The same, without reading files of which the cache has the digest, and remembering those it
   * calculates. For signing again: who verifies wants to know what the bytes are now, not what the
   * file system says of them.
   */
  public ManifestHasher withCache(DigestCache digests) {
    return new ManifestHasher(type, threads, progress, digests);
  }

  /**
   * The digests of whole files, in their order.
   *
   * @throws ArtifactRejected if one cannot be part of an artifact, or changes meanwhile
   * @throws IOException if one cannot be read; {@link java.io.InterruptedIOException} if the caller
   *     is interrupted, which it stays
   */
  public List<byte[]> files(List<ModelFile> files) throws IOException {
    return hash(files.stream().map(file -> new Range(file, 0, file.size())).toList());
  }

  /**
   * The digests of shards, in their order.
   *
   * @throws ArtifactRejected if a file cannot be part of an artifact, or changes meanwhile
   * @throws IOException if one cannot be read; {@link java.io.InterruptedIOException} if the caller
   *     is interrupted, which it stays
   */
  public List<byte[]> shards(List<Shard> shards) throws IOException {
    return hash(shards.stream().map(one -> new Range(one.file(), one.start(), one.end())).toList());
  }

  /** Bytes of a file; unlike a shard it may be empty. */
  private record Range(ModelFile file, long start, long end) {
    long length() {
      return end - start;
    }
  }

  /** One call: the ranges and what came of them. */
  private final class Run {
    private final byte[][] digests;
    private final List<SharedFile> files = new ArrayList<>();
    private final List<Workers.Work> work = new ArrayList<>();
    private final Map<DigestCache.Key, Integer> calculated = new LinkedHashMap<>();
    private final AtomicLong hashed = new AtomicLong();
    private final long total;

    Run(int ranges, long total) {
      this.digests = new byte[ranges][];
      this.total = total;
    }

    private void progress(long bytes) {
      progress.hashed(hashed.addAndGet(bytes), total);
    }

    /** Takes what the cache has, and plans work for the rest. */
    private void add(ModelFile file, List<Integer> places, List<Range> ranges) throws IOException {
      SharedFile shared = new SharedFile(file);
      FileState listed = cache == null ? null : shared.listed();
      for (int place : places) {
        Range range = ranges.get(place);
        if (cache != null && listed != null) {
          DigestCache.Key key = DigestCache.Key.of(listed, type, range.start(), range.end());
          byte[] known = cache.get(key);
          if (known != null) {
            shared.requireUnchanged(listed);
            digests[place] = known;
            progress(range.length());
            continue;
          }
          calculated.put(key, place);
        }
        int parts = type == HashType.BLAKE3 ? Blake3.parts(range.length()) : 0;
        shared.addParts(parts + 1);
        if (parts == 0) {
          work.add(context -> digests[place] = sequential(shared, range, context));
        } else {
          tree(shared, range, parts, place);
        }
      }
      files.add(shared);
    }

    private byte[] sequential(SharedFile file, Range range, Workers.Context context)
        throws IOException {
      HashType.Running hash = type.start();
      read(file, range.start(), range.end(), context, hash::update);
      byte[] digest = hash.digest();
      file.done();
      return digest;
    }

    private void tree(SharedFile file, Range range, int parts, int place) {
      int[][] values = new int[parts][];
      long restStart = (long) parts * Blake3.PART_BYTES;
      Blake3 rest = Blake3.hashFrom(restStart);
      AtomicInteger left = new AtomicInteger(parts + 1);
      for (int i = 0; i < parts; i++) {
        int part = i;
        work.add(
            context -> {
              long from = (long) part * Blake3.PART_BYTES;
              Blake3 hash = Blake3.hashFrom(from);
              long at = range.start() + from;
              read(file, at, at + Blake3.PART_BYTES, context, hash::part);
              values[part] = hash.partValue();
              finish(left, rest, values, place, file);
            });
      }
      work.add(
          context -> {
            read(file, range.start() + restStart, range.end(), context, rest::update);
            finish(left, rest, values, place, file);
          });
    }

    private void finish(AtomicInteger left, Blake3 rest, int[][] values, int place, SharedFile file)
        throws IOException {
      if (left.decrementAndGet() == 0) {
        digests[place] = rest.behind(values);
      }
      file.done();
    }

    private void read(SharedFile file, long start, long end, Workers.Context context, Sink sink)
        throws IOException {
      byte[] buffer = context.buffer();
      for (long at = start; at < end; ) {
        context.goOn();
        int count = (int) Math.min(buffer.length, end - at);
        file.read(buffer, at, count);
        sink.add(buffer, 0, count);
        progress(count);
        at += count;
      }
    }

    private List<byte[]> toEnd() throws IOException {
      try {
        Workers.run(threads, work);
      } finally {
        for (SharedFile file : files) {
          file.close();
        }
      }
      return Arrays.asList(digests);
    }
  }

  private interface Sink {
    void add(byte[] bytes, int offset, int count);
  }

  private List<byte[]> hash(List<Range> ranges) throws IOException {
    long began = cache == null ? 0 : cache.now();
    Map<ModelFile, List<Integer>> places = new LinkedHashMap<>();
    long total = 0;
    for (int i = 0; i < ranges.size(); i++) {
      places.computeIfAbsent(ranges.get(i).file(), file -> new ArrayList<>()).add(i);
      total += ranges.get(i).length();
    }
    List<ModelFile> largestFirst = new ArrayList<>(places.keySet());
    // The parts of a file stay together, so that not many are open at a time.
    largestFirst.sort(Comparator.comparingLong(ModelFile::size).reversed());
    Run run = new Run(ranges.size(), total);
    for (ModelFile file : largestFirst) {
      run.add(file, places.getOrDefault(file, List.of()), ranges);
    }
    List<byte[]> digests = run.toEnd();
    if (cache != null) {
      run.calculated.forEach((key, place) -> cache.put(key, digests.get(place), began));
    }
    return digests;
  }
}
