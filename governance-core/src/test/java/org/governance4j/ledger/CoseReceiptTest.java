package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.governance4j.Checkpoint;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.GovernanceException;
import org.governance4j.InclusionProof;
import org.governance4j.KeyUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoseReceiptTest {
  private static final String ORIGIN = "example.com/log";

  private final TestKey key = TestKey.of(3);
  private final NoteVerifier log = key.verifier(ORIGIN);

  @Test
  @Rule("N25")
  void every_entry_of_every_small_tree_is_proved() {
    for (int size = 1; size <= 20; size++) {
      List<Digest> leaves = leaves(size);
      Checkpoint checkpoint = new Checkpoint(ORIGIN, size, MerkleTree.root(leaves));
      for (int index = 0; index < size; index++) {
        InclusionProof proof = new InclusionProof(index, size, path(leaves, index));
        CoseReceipt receipt = CoseReceipt.parse(CoseReceipt.of(proof, checkpoint, key).encode());

        assertEquals(checkpoint.root(), receipt.verifyInclusion(NaiveTree.entry(index), log));
        assertEquals(proof, receipt.inclusion().orElseThrow());
        assertTrue(receipt.consistency().isEmpty());
        byte[] other = NaiveTree.entry(index + 1);
        assertThrows(GovernanceException.class, () -> receipt.verifyInclusion(other, log));
        assertThrows(ProofRejected.class, () -> receipt.verifyConsistency(checkpoint.root(), log));
      }
    }
  }

  @Test
  @Rule("N25")
  void every_growth_between_small_trees_is_proved() {
    for (int size = 1; size <= 16; size++) {
      List<Digest> leaves = leaves(size);
      Checkpoint newer = new Checkpoint(ORIGIN, size, MerkleTree.root(leaves));
      for (int old = 1; old <= size; old++) {
        Digest oldRoot = MerkleTree.root(leaves.subList(0, old));
        ConsistencyProof proof = new ConsistencyProof(old, size, subproof(leaves, old, true));
        CoseReceipt receipt = CoseReceipt.parse(CoseReceipt.of(proof, newer, key).encode());

        assertEquals(newer.root(), receipt.verifyConsistency(oldRoot, log), old + " to " + size);
        assertEquals(proof, receipt.consistency().orElseThrow());
        Digest wrong = MerkleTree.leafHash(new byte[0]);
        assertThrows(GovernanceException.class, () -> receipt.verifyConsistency(wrong, log));
        assertThrows(ProofRejected.class, () -> receipt.verifyInclusion(wrong, log));
      }
    }
  }

  @Test
  @Rule("N23")
  void a_receipt_is_written_as_the_rfc_says() {
    List<Digest> leaves = leaves(2);
    Checkpoint checkpoint = new Checkpoint("o", 2, MerkleTree.root(leaves));
    InclusionProof proof = new InclusionProof(1, 2, List.of(leaves.get(0)));
    CoseReceipt receipt = CoseReceipt.of(proof, checkpoint, key);
    // By hand: tag 18, array of 4; {1: -8, 4: key id, 15: {1: "o"}, 395: 1}; {396: {-1: [bytes]}}.
    String id = HexFormat.of().toHexDigits(key.verifier("o").keyId());
    String header = "a40127" + "0444" + id + "0fa101616f" + "19018b01";
    String body = "8302018158" + "20" + leaves.get(0).hex();
    String head = "d28452" + header + "a119018ca1208158" + "26" + body + "f65840";
    assertEquals(head, receipt.toString().substring(0, head.length()));
    assertEquals(head.length() + 128, receipt.toString().length());
    String signed = "846a5369676e61747572653152" + header + "40" + "5820" + checkpoint.root().hex();
    key.verifier("o").verify(hex(signed), hex(receipt.toString().substring(head.length())));
    assertEquals(-8, receipt.algorithm());
    assertEquals("o", receipt.issuer());
    assertEquals(receipt, CoseReceipt.parse(receipt.encode()));
  }

  @Test
  void the_only_entry_has_the_empty_path() {
    CoseReceipt receipt = inclusion(1, 0);
    assertTrue(receipt.toString().contains("83010080"), "size 1, index 0, no hash");
    receipt.verifyInclusion(NaiveTree.entry(0), log);
  }

  @ParameterizedTest
  @CsvSource({"inclusion-receipt, 5, 3", "consistency-receipt, 3, 5"})
  @Rule("N23")
  void the_published_examples_are_read(String name, long first, long second) throws IOException {
    byte[] bytes = Files.readAllBytes(Vectors.directory().resolve("cose/" + name + ".cbor"));
    CoseReceipt receipt = CoseReceipt.parse(bytes);
    assertArrayEquals(bytes, receipt.encode());
    assertEquals(-7, receipt.algorithm());
    assertEquals("https://transparency-service.example.com", receipt.issuer());
    if (receipt.inclusion().isPresent()) {
      InclusionProof proof = receipt.inclusion().get();
      assertEquals(List.of(first, second), List.of(proof.treeSize(), proof.index()));
      // ES256 is read but not verified here.
      assertThrows(NoteRejected.class, () -> receipt.verifyInclusion(new byte[0], log));
    } else {
      ConsistencyProof proof = receipt.consistency().orElseThrow();
      assertEquals(List.of(first, second), List.of(proof.oldSize(), proof.newSize()));
    }
  }

  @Test
  @Rule("N25")
  void only_the_pinned_log_is_believed() {
    CoseReceipt receipt = inclusion(5, 3);
    byte[] entry = NaiveTree.entry(3);
    receipt.verifyInclusion(entry, log);
    NoteVerifier otherKey = TestKey.of(4).verifier(ORIGIN);
    NoteVerifier otherName = key.verifier("example.com/other");
    byte[] raw = NoteKey.parse(log.vkey()).publicKey();
    String cosigner = NoteKey.of(ORIGIN, NoteKey.COSIGNATURE, raw).vkey();
    for (NoteVerifier wrong :
        List.of(otherKey, otherName, NoteVerifier.none(), ToyMlDsaKey.verifier(cosigner))) {
      assertThrows(NoteRejected.class, () -> receipt.verifyInclusion(entry, wrong), wrong.vkey());
    }
  }

  @Test
  void a_payload_must_be_the_root_that_the_proof_leads_to() {
    CoseReceipt receipt = inclusion(5, 3);
    String root = MerkleTree.root(leaves(5)).hex();
    String attached = receipt.toString().replaceFirst("f65840", "5820" + root + "5840");
    CoseReceipt.parse(hex(attached)).verifyInclusion(NaiveTree.entry(3), log);
    String other = attached.replace(root, MerkleTree.emptyRoot().hex());
    CoseReceipt wrong = CoseReceipt.parse(hex(other));
    assertThrows(ProofRejected.class, () -> wrong.verifyInclusion(NaiveTree.entry(3), log));
  }

  @Test
  void what_is_not_a_proof_of_the_checkpoint_is_not_signed() {
    List<Digest> leaves = leaves(4);
    Checkpoint checkpoint = new Checkpoint(ORIGIN, 4, MerkleTree.root(leaves));
    InclusionProof proof = new InclusionProof(0, 3, path(leaves.subList(0, 3), 0));
    assertThrows(ProofRejected.class, () -> CoseReceipt.of(proof, checkpoint, key));
    ConsistencyProof fromNothing = new ConsistencyProof(0, 4, List.of());
    assertThrows(ProofRejected.class, () -> CoseReceipt.of(fromNothing, checkpoint, key));
    ConsistencyProof subtree = new ConsistencyProof(2, 4, 4, List.of(leaves.get(0)));
    assertThrows(ProofRejected.class, () -> CoseReceipt.of(subtree, checkpoint, key));
    InclusionProof good = new InclusionProof(0, 4, path(leaves, 0));
    ToyMlDsaKey mlDsa = new ToyMlDsaKey();
    assertThrows(IllegalArgumentException.class, () -> CoseReceipt.of(good, checkpoint, mlDsa));
    key.breakDown(true);
    assertThrows(KeyUnavailable.class, () -> CoseReceipt.of(good, checkpoint, key));
  }

  /** Each is the receipt of entry 0 of 1, with one place of it replaced. */
  @ParameterizedTest
  @CsvSource({
    "d284,           d2, expected",
    "d284,           84, expected a tag",
    "d284,           d384, tag 18",
    "d284,           d81284, more bytes than it needs",
    "d284,           d283, has 4 items",
    "d284,           d285, has 4 items",
    "d284,           d29f, indefinite",
    "d284,           d29b7fffffffffffffff, a length of",
    "d284,           d29bffffffffffffffff, 2^63 - 1",
    "d284,           d29c, expected a value",
    "a119018ca12081, bf19018ca12081, indefinite",
    "a119018ca12081, ba0000000119018ca12081, more bytes than it needs",
    "a119018ca12081, b9ffff19018ca12081, a length of",
    "a119018ca12081, a11a0000018ca12081, more bytes than it needs",
    "a119018ca12081, a11818a12081, no proof",
    "a119018ca12081, a2010119018ca12081, both headers",
    "a119018ca12081, a2020119018ca12081, must be protected",
    "a119018ca12081, a305010501 19018ca12081, stands twice",
    "a119018ca12081, a3616101616102 19018ca12081, stands twice",
    "a119018ca12081, a205a201010102 19018ca12081, stands twice",
    "a119018ca12081, a205818181818181818181818180 19018ca12081, too deeply",
    "a119018ca12081, a205f8ff 19018ca12081, expected a value",
    "a119018ca12081, a20561ff 19018ca12081, UTF-8",
    "a119018ca12081, a119018ca12281, unknown kind",
    "a119018ca12081, a119018ca12080, exactly one proof",
    "a119018ca12081, a119018ca12082, exactly one proof",
    "83010080,       83010180, No leaf 1",
    "83010080,       8301009f, indefinite",
    "83010080,       83010081, a length of",
    "83010080,       83012080, an integer from 0",
    "83010080,       82010080, has 3 items",
    "83010080,       83020080, must have 1 hashes",
    "f65840,         f75840, byte string",
    "f65840,         405840, 32 bytes",
    "f65840,         f6590040, more bytes than it needs",
    "f65840,         f65841, a length of",
    "f65840,         f6583f, left over",
    "f65840,         f6f6, byte string",
    "19018b01,       19018b02, data structure",
    "19018b01,       19018a01, data structure",
    "a40127,         a40327, no algorithm",
    "a40127,         a40227, critical",
    "a40127,         a40427, stands twice",
    "a40127,         a50127, ends too soon",
    "a40127,         a30127, left over",
    "a40127,         a44127, expected a text"
  })
  @Rule("N24")
  void a_malformed_receipt_is_refused(String found, String replacement, String reason) {
    String good = inclusion(1, 0).toString();
    int at = good.indexOf(found);
    assertTrue(at >= 0 && at == good.lastIndexOf(found), found);
    byte[] bad = hex(good.replace(found, replacement.replace(" ", "")));

    ProofRejected refusal = assertThrows(ProofRejected.class, () -> CoseReceipt.parse(bad));

    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
  }

  @Test
  void header_parameters_that_are_not_known_are_skipped() {
    String good = inclusion(1, 0).toString();
    // 5: [1.5, false, null, 2("a"), -1, {1: 2}], "x": h'00'
    String more = "05" + "86f93e00f4f6c2616120a10102" + "61784100";
    String read = good.replace("a119018ca12081", "a3" + more + "19018ca12081");
    CoseReceipt.parse(hex(read)).verifyInclusion(NaiveTree.entry(0), log);
  }

  /** Truncated, flipped, and random: nothing but a refusal, however much is claimed. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  @Rule("N24")
  void hostile_bytes_are_refused_and_nothing_else_is_thrown(long seed) {
    Random random = new Random(seed);
    byte[] good = inclusion(37, 20).encode();
    byte[] entry = NaiveTree.entry(20);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(ProofRejected.class, () -> CoseReceipt.parse(cut), "cut to " + length);
    }
    Digest root = MerkleTree.root(leaves(37));
    // [37, 20, …: the two numbers that are not signed
    int numbers = HexFormat.of().formatHex(good).indexOf("83182514") / 2 + 1;
    int harmless = 0;
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      if (bit / 8 >= numbers && bit / 8 < numbers + 3 && isAccepted(flipped, entry, root)) {
        harmless++;
      } else {
        assertThrows(
            GovernanceException.class,
            () -> CoseReceipt.parse(flipped).verifyInclusion(entry, log),
            "bit " + bit);
      }
    }
    assertTrue(harmless > 0 && harmless < 16, "numbers that fit as well: " + harmless);
    for (int i = 0; i < 1_500; i++) {
      byte[] noise = good.clone();
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      }
      if (!Arrays.equals(noise, good)) {
        String what = "seed " + seed + ": " + HexFormat.of().formatHex(noise);
        boolean numbersOnly =
            Arrays.equals(noise, 0, numbers, good, 0, numbers)
                && Arrays.equals(noise, numbers + 3, noise.length, good, numbers + 3, good.length);
        if (!numbersOnly || !isAccepted(noise, entry, root)) {
          assertThrows(
              GovernanceException.class,
              () -> CoseReceipt.parse(noise).verifyInclusion(entry, log),
              what);
        }
      }
    }
    byte[] tooLong = Arrays.copyOf(good, CoseReceipt.MAX_BYTES + 1);
    assertThrows(ProofRejected.class, () -> CoseReceipt.parse(tooLong));
  }

  @Test
  void numbers_are_written_in_as_few_bytes_as_they_need_and_read_again() {
    long[] numbers = {
      0, 23, 24, 255, 256, 65_535, 65_536, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE
    };
    int[] lengths = {1, 1, 2, 2, 3, 3, 5, 5, 9, 9};
    for (int i = 0; i < numbers.length; i++) {
      for (long number : new long[] {numbers[i], -1 - numbers[i]}) {
        byte[] bytes = new CborWriter().integer(number).toBytes();
        assertEquals(lengths[i], bytes.length, "length of " + number);
        CborReader in = new CborReader(bytes);
        assertEquals(number, in.integer());
        in.end();
      }
    }
  }

  /** Whether the receipt is accepted, and then for the true root. */
  private boolean isAccepted(byte[] receipt, byte[] entry, Digest root) {
    try {
      assertEquals(root, CoseReceipt.parse(receipt).verifyInclusion(entry, log));
      return true;
    } catch (ProofRejected | NoteRejected e) {
      return false;
    }
  }

  private CoseReceipt inclusion(int size, int index) {
    List<Digest> leaves = leaves(size);
    Checkpoint checkpoint = new Checkpoint(ORIGIN, size, MerkleTree.root(leaves));
    InclusionProof proof = new InclusionProof(index, size, path(leaves, index));
    return CoseReceipt.of(proof, checkpoint, key);
  }

  private static List<Digest> leaves(int size) {
    return NaiveTree.entries(size).stream().map(MerkleTree::leafHash).toList();
  }

  /** PATH of RFC 6962 section 2.1.1. */
  private static List<Digest> path(List<Digest> leaves, int index) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    List<Digest> left = leaves.subList(0, split);
    List<Digest> right = leaves.subList(split, leaves.size());
    List<Digest> path = new ArrayList<>();
    path.addAll(index < split ? path(left, index) : path(right, index - split));
    path.add(MerkleTree.root(index < split ? right : left));
    return path;
  }

  /** SUBPROOF of RFC 6962 section 2.1.2. */
  private static List<Digest> subproof(List<Digest> leaves, int old, boolean whole) {
    if (old == leaves.size()) {
      return whole ? List.of() : List.of(MerkleTree.root(leaves));
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    List<Digest> left = leaves.subList(0, split);
    List<Digest> right = leaves.subList(split, leaves.size());
    List<Digest> path = new ArrayList<>();
    path.addAll(old <= split ? subproof(left, old, whole) : subproof(right, old - split, false));
    path.add(MerkleTree.root(old <= split ? right : left));
    return path;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
