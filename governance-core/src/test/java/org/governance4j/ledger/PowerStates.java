package org.governance4j.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All states that a power failure at this moment can leave of a {@link PowerDisk}: the product of
 * the choices that its names, sectors and lengths have.
 *
 * <p>When there are more than are asked for, it takes those where each choice alone, each prefix
 * and each suffix of the choices differs from nothing and from everything having arrived, and fills
 * up with random ones.
 *
 * <p>One moment, one use: the disk must not change meanwhile.
 */
final class PowerStates {
  /** Nobody relies on what the temporary file holds: whole, not at all, or a torn one is enough. */
  private static final String TEMPORARY = ".state/tmp";

  /** Sees the states, in one image that changes from state to state. */
  interface Visitor {
    /** Looks at a state. */
    void visit(PowerImage image);
  }

  /** One choice: which of its possibilities the state has. */
  private interface Choice {
    long count();

    void set(long choice);

    /** The possibility in which everything since the last force has arrived. */
    long all();

    /** Possibilities that are worth trying when not all can be. */
    List<Long> salient();

    long random(Random random);
  }

  private final PowerImage image;
  private final List<Choice> choices = new ArrayList<>();

  PowerStates(PowerDisk disk) {
    Map<String, PowerImage.File> files = new LinkedHashMap<>();
    Map<PowerDisk.Node, Integer> named = new IdentityHashMap<>();
    for (PowerDisk.Slot slot : disk.slots()) {
      Set<PowerDisk.@Nullable Node> nodes = new HashSet<>(slot.pending);
      nodes.add(slot.durable);
      nodes.remove(null);
      if (nodes.isEmpty()
          || (slot.parent != null && !files.containsKey(PowerDisk.parent(slot.name)))) {
        continue;
      }
      PowerImage.File parent = slot.parent == null ? null : files.get(PowerDisk.parent(slot.name));
      files.put(slot.name, new PowerImage.File(slot.name, parent));
      for (PowerDisk.Node node : nodes) {
        named.merge(node, slot.name.startsWith(TEMPORARY) ? 0 : 1, Integer::sum);
      }
    }
    Map<PowerDisk.Node, PowerImage.Content> contents = new IdentityHashMap<>();
    named.forEach(
        (node, names) -> {
          PowerImage.Content content = new PowerImage.Content(node.directory);
          contents.put(node, content);
          if (node.durableHash == 0) {
            node.durableHash = PowerImage.hash(node.durable, node.durable.length);
          }
          content.set(node.durable, node.durableHash);
          if (node.isPending()) {
            FileChoice choice = new FileChoice(node, content);
            choices.add(names == 0 ? new Few(choice) : choice);
          }
        });
    for (PowerDisk.Slot slot : disk.slots()) {
      PowerImage.File file = files.get(slot.name);
      if (file == null) {
        continue;
      }
      List<PowerImage.@Nullable Content> options = new ArrayList<>();
      options.add(slot.durable == null ? null : contents.get(slot.durable));
      for (PowerDisk.Node node : slot.pending) {
        if (node != slot.durable) {
          options.add(node == null ? null : contents.get(node));
        }
      }
      file.content = options.get(0);
      if (options.size() > 1) {
        PowerImage.Content now = slot.current == null ? null : contents.get(slot.current);
        choices.add(new NameChoice(file, options, options.indexOf(now)));
      }
    }
    image = new PowerImage(files);
  }

  /** How many there are; {@link Long#MAX_VALUE} if more. */
  long count() {
    long count = 1;
    for (Choice choice : choices) {
      count = multiply(count, choice.count());
    }
    return count;
  }

  private static long multiply(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  /**
   * Shows the states.
   *
   * @param limit the most that are shown
   */
  void visit(long limit, Random random, Visitor visitor) {
    if (count() <= limit) {
      every(visitor);
    } else {
      some(limit, random, visitor);
    }
  }

  private void every(Visitor visitor) {
    long[] at = new long[choices.size()];
    choices.forEach(choice -> choice.set(0));
    while (true) {
      visitor.visit(image);
      int i = 0;
      while (i < at.length && at[i] + 1 == choices.get(i).count()) {
        at[i] = 0;
        choices.get(i).set(0);
        i++;
      }
      if (i == at.length) {
        return;
      }
      choices.get(i).set(++at[i]);
    }
  }

  private void some(long limit, Random random, Visitor visitor) {
    long left = limit;
    for (boolean arrived : new boolean[] {true, false}) {
      choices.forEach(choice -> choice.set(arrived ? choice.all() : 0));
      visitor.visit(image);
      for (Choice choice : choices) {
        for (long salient : choice.salient()) {
          choice.set(salient);
          visitor.visit(image);
          left--;
        }
        choice.set(arrived ? choice.all() : 0);
      }
      for (Choice choice : choices) {
        choice.set(arrived ? 0 : choice.all());
        visitor.visit(image);
        left--;
      }
    }
    for (; left > 0; left--) {
      // Half of the time only one choice changes, so that the others keep what is costly to make.
      boolean one = random.nextBoolean();
      int which = random.nextInt(choices.size());
      for (int i = 0; i < choices.size(); i++) {
        if (!one || i == which) {
          Choice choice = choices.get(i);
          int mode = random.nextInt(4);
          choice.set(mode == 0 ? 0 : mode == 1 ? choice.all() : choice.random(random));
        }
      }
      visitor.visit(image);
    }
  }

  private static final class NameChoice implements Choice {
    private final PowerImage.File file;
    private final List<PowerImage.@Nullable Content> options;
    private final int all;

    NameChoice(PowerImage.File file, List<PowerImage.@Nullable Content> options, int all) {
      this.file = file;
      this.options = options;
      this.all = all;
    }

    @Override
    public long count() {
      return options.size();
    }

    @Override
    public void set(long choice) {
      file.content = options.get((int) choice);
    }

    @Override
    public long all() {
      return all;
    }

    @Override
    public List<Long> salient() {
      List<Long> every = new ArrayList<>();
      for (long i = 0; i < options.size(); i++) {
        every.add(i);
      }
      return every;
    }

    @Override
    public long random(Random random) {
      return random.nextInt(options.size());
    }
  }

  /** The lengths of a file, and for each the contents of the sectors that it reaches. */
  private static final class FileChoice implements Choice {
    /** More sectors than this arrive in groups of neighbours: 3 versions of each fit in a long. */
    private static final int UNITS = 32;

    private final PowerDisk.Node node;
    private final PowerImage.Content content;
    private final int[] lengths;
    private final int[] sectors;
    private final byte[][][] versions;

    /** How many neighbours arrive together. */
    private final int group;

    /** For each group its number of possibilities. */
    private final int[] options;

    /** The first choice of each length. */
    private final long[] first;

    FileChoice(PowerDisk.Node node, PowerImage.Content content) {
      this.node = node;
      this.content = content;
      lengths = lengths(node);
      sectors = node.sectors.keySet().stream().mapToInt(Integer::intValue).toArray();
      versions =
          node.sectors.values().stream()
              .map(v -> v.toArray(byte[][]::new))
              .toArray(byte[][][]::new);
      group = Math.max(1, (sectors.length + UNITS - 1) / UNITS);
      options = new int[(sectors.length + group - 1) / group];
      for (int i = 0; i < sectors.length; i++) {
        options[i / group] = Math.max(options[i / group], Math.min(3, versions[i].length + 1));
      }
      first = new long[lengths.length + 1];
      for (int i = 0; i < lengths.length; i++) {
        long count = 1;
        for (int unit = 0; unit < options.length && isBelow(unit, lengths[i]); unit++) {
          count *= options[unit];
        }
        first[i + 1] = first[i] + count;
      }
    }

    /** The durable length first, so that choice 0 is that nothing has arrived. */
    private static int[] lengths(PowerDisk.Node node) {
      TreeSet<Integer> all = new TreeSet<>(node.lengths);
      all.add(node.durable.length);
      int from = all.first() / PowerDisk.SECTOR + 1;
      int sectors = all.last() / PowerDisk.SECTOR - from + 1;
      int step = Math.max(1, (sectors + UNITS - 1) / UNITS);
      for (int sector = from; sector * PowerDisk.SECTOR < all.last(); sector += step) {
        all.add(sector * PowerDisk.SECTOR);
      }
      all.remove(node.durable.length);
      int[] lengths = new int[all.size() + 1];
      lengths[0] = node.durable.length;
      int next = 1;
      for (int length : all) {
        lengths[next++] = length;
      }
      return lengths;
    }

    private boolean isBelow(int unit, int length) {
      return sectors[unit * group] * PowerDisk.SECTOR < length;
    }

    @Override
    public long count() {
      return first[lengths.length];
    }

    @Override
    public void set(long choice) {
      int found = Arrays.binarySearch(first, choice);
      int which = found < 0 ? -found - 2 : found;
      int length = lengths[which];
      byte[] bytes = Arrays.copyOf(node.durable, length);
      long rest = choice - first[which];
      for (int unit = 0; unit < options.length && rest > 0; unit++) {
        int version = (int) (rest % options[unit]);
        rest /= options[unit];
        if (version > 0) {
          for (int i = unit * group; i < sectors.length && i < (unit + 1) * group; i++) {
            // The last possibility is the last version, however many there are.
            put(bytes, i, version == options[unit] - 1 ? versions[i].length : 1);
          }
        }
      }
      content.set(bytes, PowerImage.hash(bytes, length));
    }

    private void put(byte[] bytes, int i, int version) {
      int at = sectors[i] * PowerDisk.SECTOR;
      if (at < bytes.length) {
        byte[] sector = versions[i][version - 1];
        System.arraycopy(sector, 0, bytes, at, Math.min(PowerDisk.SECTOR, bytes.length - at));
      }
    }

    private int current() {
      for (int i = 0; i < lengths.length; i++) {
        if (lengths[i] == node.length()) {
          return i;
        }
      }
      throw new AssertionError("the length " + node.length() + " is none of its own");
    }

    /** The choice of a length and of a possibility for each group. */
    private long choice(int which, Version of) {
      long choice = 0;
      long place = 1;
      for (int unit = 0; unit < options.length && isBelow(unit, lengths[which]); unit++) {
        choice += place * of.of(unit);
        place *= options[unit];
      }
      return first[which] + choice;
    }

    private interface Version {
      int of(int unit);
    }

    private int last(int unit) {
      return options[unit] - 1;
    }

    @Override
    public long all() {
      return choice(current(), this::last);
    }

    @Override
    public List<Long> salient() {
      Set<Long> salient = new TreeSet<>();
      int whole = current();
      for (int which = 0; which < lengths.length; which++) {
        salient.add(choice(which, this::last));
        salient.add(choice(which, unit -> 0));
      }
      for (int one = 0; one < options.length; one++) {
        int at = one;
        salient.add(choice(whole, unit -> unit == at ? 0 : last(unit)));
        salient.add(choice(whole, unit -> unit == at ? last(unit) : 0));
        salient.add(choice(whole, unit -> unit < at ? last(unit) : 0));
        salient.add(choice(whole, unit -> unit < at ? 0 : last(unit)));
      }
      return List.copyOf(salient);
    }

    @Override
    public long random(Random random) {
      return choice(random.nextInt(lengths.length), unit -> random.nextInt(options[unit]));
    }
  }

  /** Three possibilities of a choice instead of all. */
  private record Few(Choice choice) implements Choice {
    @Override
    public long count() {
      return choice.count() > 2 ? 3 : choice.count();
    }

    @Override
    public void set(long which) {
      choice.set(which == 0 ? 0 : which == 1 ? choice.all() : choice.count() / 2);
    }

    @Override
    public long all() {
      return 1;
    }

    @Override
    public List<Long> salient() {
      return List.of(0L, 1L);
    }

    @Override
    public long random(Random random) {
      return random.nextInt((int) count());
    }
  }
}
