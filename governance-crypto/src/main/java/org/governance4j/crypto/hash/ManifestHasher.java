package org.governance4j.crypto.hash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** A file up to this size is read once, whatever is calculated of it. */
  private static final long ONE_READING_BYTES = 16L << 20;

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
    return hash(files.stream().map(file -> job(Range.of(file))).toList());
  }

  /**
   * The digests of shards, in their order.
   *
   * @throws ArtifactRejected if a file cannot be part of an artifact, or changes meanwhile
   * @throws IOException if one cannot be read; {@link java.io.InterruptedIOException} if the caller
   *     is interrupted, which it stays
   */
  public List<byte[]> shards(List<Shard> shards) throws IOException {
    return hash(
        shards.stream().map(one -> job(new Range(one.file(), one.start(), one.end()))).toList());
  }

  /**
   * The digests of ranges and the SHA-256 of their whole files, of the same bytes: every file is
   * opened once. One that is not large is read once for all its digests; a large one is read by
   * several threads side by side, as the SHA-256 of a whole file cannot be calculated in parts.
   *
   * @throws ArtifactRejected if a file cannot be part of an artifact, or changes meanwhile
   * @throws IOException if one cannot be read; {@link java.io.InterruptedIOException} if the caller
   *     is interrupted, which it stays
   */
  public WithSha256 withSha256(List<Range> ranges) throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (Range range : ranges) {
      jobs.add(job(range));
    }
    Set<ModelFile> files = new LinkedHashSet<>();
    for (Range range : ranges) {
      if (files.add(range.file())) {
        jobs.add(new Job(Range.of(range.file()), HashType.SHA256));
      }
    }
    List<byte[]> digests = hash(jobs);
    Map<ModelFile, byte[]> sha256 = new LinkedHashMap<>();
    int next = ranges.size();
    for (ModelFile file : files) {
      sha256.put(file, digests.get(next++));
    }
    return new WithSha256(digests.subList(0, ranges.size()), sha256);
  }

  /**
   * What {@link ManifestHasher#withSha256} gives.
   *
   * @param digests of the ranges, in their order
   * @param sha256 of every file that has one of them
   */
  public record WithSha256(List<byte[]> digests, Map<ModelFile, byte[]> sha256) {}

  /**
   * Bytes of a file; unlike a shard they may be none.
   *
   * @param file the file
   * @param start the position of the first
   * @param end the position behind the last
   */
  public record Range(ModelFile file, long start, long end) {

    /** All bytes of a file. */
    public static Range of(ModelFile file) {
      return new Range(file, 0, file.size());
    }
  }

  private Job job(Range range) {
    return new Job(range, type);
  }

  /** A range and how it is hashed. */
  private record Job(Range range, HashType type) {
    ModelFile file() {
      return range.file();
    }

    long start() {
      return range.start();
    }

    long end() {
      return range.end();
    }

    long length() {
      return range.end() - range.start();
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
    private void add(ModelFile file, List<Integer> places, List<Job> jobs) throws IOException {
      SharedFile shared = new SharedFile(file);
      FileState listed = cache == null ? null : shared.listed();
      List<Integer> left = new ArrayList<>(places.size());
      for (int place : places) {
        Job job = jobs.get(place);
        if (cache != null && listed != null) {
          DigestCache.Key key = DigestCache.Key.of(listed, job.type(), job.start(), job.end());
          byte[] known = cache.get(key);
          if (known != null) {
            shared.requireUnchanged(listed);
            digests[place] = known;
            progress(job.length());
            continue;
          }
          calculated.put(key, place);
        }
        left.add(place);
      }
      if (left.size() > 1 && (threads == 1 || file.size() <= ONE_READING_BYTES)) {
        shared.addParts(1);
        List<Pass> passes = left.stream().map(place -> new Pass(jobs.get(place), place)).toList();
        work.add(context -> together(shared, passes, context));
      } else {
        left.forEach(place -> plan(shared, jobs.get(place), place));
      }
      files.add(shared);
    }

    private void plan(SharedFile shared, Job job, int place) {
      int parts = job.type() == HashType.BLAKE3 ? Blake3.parts(job.length()) : 0;
      shared.addParts(parts + 1);
      if (parts == 0) {
        work.add(context -> digests[place] = sequential(shared, job, context));
      } else {
        tree(shared, job, parts, place);
      }
    }

    /** Reads a file once from its begin to its end for all of its digests. */
    private void together(SharedFile file, List<Pass> passes, Workers.Context context)
        throws IOException {
      long end = passes.stream().mapToLong(pass -> pass.job.end()).max().orElse(0);
      long[] at = {0};
      read(
          file,
          0,
          end,
          context,
          (bytes, offset, count) -> {
            for (Pass pass : passes) {
              progress(pass.update(bytes, offset, at[0], count));
            }
            at[0] += count;
          });
      for (Pass pass : passes) {
        digests[pass.place] = pass.hash.digest();
      }
      file.done();
    }

    private byte[] sequential(SharedFile file, Job job, Workers.Context context)
        throws IOException {
      HashType.Running hash = job.type().start();
      read(file, job.start(), job.end(), context, counted(hash::update));
      byte[] digest = hash.digest();
      file.done();
      return digest;
    }

    private void tree(SharedFile file, Job range, int parts, int place) {
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
              read(file, at, at + Blake3.PART_BYTES, context, counted(hash::part));
              values[part] = hash.partValue();
              finish(left, rest, values, place, file);
            });
      }
      work.add(
          context -> {
            read(file, range.start() + restStart, range.end(), context, counted(rest::update));
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

    private Sink counted(Sink sink) {
      return (bytes, offset, count) -> {
        sink.add(bytes, offset, count);
        progress(count);
      };
    }

    private void read(SharedFile file, long start, long end, Workers.Context context, Sink sink)
        throws IOException {
      byte[] buffer = context.buffer();
      for (long at = start; at < end; ) {
        context.goOn();
        int count = (int) Math.min(buffer.length, end - at);
        file.read(buffer, at, count);
        sink.add(buffer, 0, count);
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

  /** One of several digests that are calculated while a file is read once. */
  private static final class Pass {
    private final Job job;
    private final int place;
    private final HashType.Running hash;

    Pass(Job job, int place) {
      this.job = job;
      this.place = place;
      this.hash = job.type().start();
    }

    /** Takes those of the bytes read from a position on that are the job's; how many. */
    int update(byte[] bytes, int offset, long at, int count) {
      long from = Math.max(job.start(), at);
      long to = Math.min(job.end(), at + count);
      if (from >= to) {
        return 0;
      }
      hash.update(bytes, offset + (int) (from - at), (int) (to - from));
      return (int) (to - from);
    }
  }

  private List<byte[]> hash(List<Job> jobs) throws IOException {
    long began = cache == null ? 0 : cache.now();
    Map<ModelFile, List<Integer>> places = new LinkedHashMap<>();
    long total = 0;
    for (int i = 0; i < jobs.size(); i++) {
      places.computeIfAbsent(jobs.get(i).file(), file -> new ArrayList<>()).add(i);
      total += jobs.get(i).length();
    }
    List<ModelFile> largestFirst = new ArrayList<>(places.keySet());
    // The parts of a file stay together, so that not many are open at a time.
    largestFirst.sort(Comparator.comparingLong(ModelFile::size).reversed());
    Run run = new Run(jobs.size(), total);
    for (ModelFile file : largestFirst) {
      run.add(file, places.getOrDefault(file, List.of()), jobs);
    }
    List<byte[]> digests = run.toEnd();
    if (cache != null) {
      run.calculated.forEach((key, place) -> cache.put(key, digests.get(place), began));
    }
    return digests;
  }
}
