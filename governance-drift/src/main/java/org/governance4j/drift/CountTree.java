package org.governance4j.drift;

/**
 * A multiset of numbers, each counting up or down, that knows the largest magnitude of its running
 * sums in ascending order of the numbers; the ordered tree of the incremental Kolmogorov-Smirnov
 * test, as a treap (Seidel, Aragon: Randomized Search Trees. Algorithmica 16, 1996,
 * doi:10.1007/BF01940876) in flat arrays.
 *
 * <p>A node is a distinct number, so that a running sum never stops between equal ones. Every
 * change takes O(log n) expected time. Node 0 is the empty tree. One owner.
 */
final class CountTree {

  private final double[] key;
  private final int[] left;
  private final int[] right;
  private final int[] priority;
  private final int[] count;
  private final int[] weight;
  private final int[] sum;
  private final int[] most;
  private final int[] least;
  private final int[] path;
  private final SplitMix random = new SplitMix(0x7265617053656564L);
  private int root;
  private int free;

  /**
   * @param capacity the most numbers at a time
   */
  CountTree(int capacity) {
    int nodes = capacity + 1;
    key = new double[nodes];
    left = new int[nodes];
    right = new int[nodes];
    priority = new int[nodes];
    count = new int[nodes];
    weight = new int[nodes];
    sum = new int[nodes];
    most = new int[nodes];
    least = new int[nodes];
    path = new int[nodes];
    clear();
  }

  void clear() {
    root = 0;
    free = 1;
    for (int node = 1; node < left.length; node++) {
      left[node] = node + 1 < left.length ? node + 1 : 0;
    }
  }

  /** The largest magnitude of a running sum. */
  int extreme() {
    return Math.max(most[root], -least[root]);
  }

  /** Adds a number that counts so much. */
  void add(double value, int by) {
    int depth = find(value);
    int top = depth == 0 ? 0 : path[depth - 1];
    if (top != 0 && key[top] == value) {
      count[top]++;
      weight[top] += by;
      refresh(depth);
      return;
    }
    int node = free;
    free = left[node];
    key[node] = value;
    left[node] = 0;
    right[node] = 0;
    priority[node] = (int) random.next();
    count[node] = 1;
    weight[node] = by;
    pull(node);
    // Rotations, from the leaf up: a parent of lower priority goes below the new node.
    while (depth > 0 && priority[path[depth - 1]] < priority[node]) {
      int lower = path[--depth];
      if (value < key[lower]) {
        left[lower] = right[node];
        right[node] = lower;
      } else {
        right[lower] = left[node];
        left[node] = lower;
      }
      pull(lower);
      pull(node);
    }
    int parent = depth == 0 ? 0 : path[depth - 1];
    link(parent, parent != 0 && value < key[parent], node);
    refresh(depth);
  }

  /** Changes what one of the numbers that are there counts. */
  void change(double value, int by) {
    int depth = find(value);
    weight[path[depth - 1]] += by;
    refresh(depth);
  }

  /** Takes one of the numbers away, and what it counted. */
  void remove(double value, int counted) {
    int depth = find(value);
    int node = path[--depth];
    weight[node] -= counted;
    if (--count[node] > 0) {
      refresh(depth + 1);
      return;
    }
    int one = left[node];
    int two = right[node];
    left[node] = free;
    free = node;
    // The two subtrees become one: down their inner edges, the higher priority on top.
    int parent = depth == 0 ? 0 : path[depth - 1];
    boolean toLeft = parent != 0 && value < key[parent];
    while (one != 0 && two != 0) {
      int upper = priority[one] > priority[two] ? one : two;
      link(parent, toLeft, upper);
      path[depth++] = upper;
      parent = upper;
      toLeft = upper == two;
      if (upper == one) {
        one = right[one];
      } else {
        two = left[two];
      }
    }
    link(parent, toLeft, one != 0 ? one : two);
    refresh(depth);
  }

  /** Writes down the path to a number, or to where it would be, and gives its length. */
  private int find(double value) {
    int depth = 0;
    for (int node = root; node != 0; ) {
      path[depth++] = node;
      double other = key[node];
      if (value == other) {
        return depth;
      }
      node = value < other ? left[node] : right[node];
    }
    return depth;
  }

  private void link(int parent, boolean toLeft, int node) {
    if (parent == 0) {
      root = node;
    } else if (toLeft) {
      left[parent] = node;
    } else {
      right[parent] = node;
    }
  }

  private void refresh(int depth) {
    for (int i = depth - 1; i >= 0; i--) {
      pull(path[i]);
    }
  }

  private void pull(int node) {
    int below = left[node];
    int above = right[node];
    int here = sum[below] + weight[node];
    sum[node] = here + sum[above];
    most[node] = Math.max(most[below], Math.max(here, here + most[above]));
    least[node] = Math.min(least[below], Math.min(here, here + least[above]));
  }
}
