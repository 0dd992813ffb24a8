package org.governance4j;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strict Ed25519, see {@link NoteVerifier#ed25519}.
 *
 * <p>A point is written as its y coordinate, little-endian, with the sign of x in the top bit. The
 * eight points of low order have only five different y, so a look at y finds them all, and with
 * them the two that have x = 0 and could be written with either sign. A y of p or more is the
 * second spelling of a smaller one.
 */
final class Ed25519NoteVerifier implements NoteVerifier {
  // Pinned, because another provider in front of it could follow another equation.
  private static final String PROVIDER = "SunEC";

  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** The y of two of the four points of order 8; the other two have its negative. */
  private static final BigInteger Y8 =
      new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

  private static final Set<BigInteger> LOW_ORDER =
      Set.of(BigInteger.ZERO, BigInteger.ONE, P.subtract(BigInteger.ONE), Y8, P.subtract(Y8));

  private final NoteKey key;
  private final PublicKey publicKey;

  Ed25519NoteVerifier(NoteKey key) {
    if (key.type() != NoteKey.ED25519) {
      throw new NoteRejected(
          "The verifier key of " + key.name() + " is of type " + key.type() + ", not Ed25519 (1).");
    }
    this.key = key;
    byte[] encoded = key.publicKey();
    BigInteger y = y(encoded);
    if (isRefused(y)) {
      throw badKey(null);
    }
    try {
      this.publicKey =
          KeyFactory.getInstance("Ed25519", PROVIDER)
              .generatePublic(
                  new EdECPublicKeySpec(
                      NamedParameterSpec.ED25519, new EdECPoint(encoded[31] < 0, y)));
      // The JDK looks whether the point is on the curve only here.
      signature().initVerify(publicKey);
    } catch (InvalidKeyException | InvalidKeySpecException e) {
      throw badKey(e);
    } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
      throw noProvider(e);
    }
  }

  @Override
  public String name() {
    return key.name();
  }

  @Override
  public int keyId() {
    return key.keyId();
  }

  @Override
  public String vkey() {
    return key.vkey();
  }

  @Override
  public void verify(byte[] noteText, byte[] signature) {
    // The JDK reads the first 64 bytes and, up to release 17, ignores the rest.
    boolean valid = signature.length == 64 && !isRefused(y(signature));
    if (valid) {
      try {
        Signature ed25519 = signature();
        ed25519.initVerify(publicKey);
        ed25519.update(noteText);
        valid = ed25519.verify(signature);
      } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
        throw noProvider(e);
      } catch (GeneralSecurityException e) {
        throw new NoteRejected(refusal(), e);
      }
    }
    if (!valid) {
      throw new NoteRejected(refusal());
    }
  }

  private String refusal() {
    return "The signature of " + key.name() + "+" + NoteKey.hexId(key.keyId()) + " is not valid.";
  }

  private NoteRejected badKey(@Nullable Throwable cause) {
    return new NoteRejected(
        "The public key of " + key.name() + " is not a canonical point of full order.", cause);
  }

  private static Signature signature() throws NoSuchAlgorithmException, NoSuchProviderException {
    return Signature.getInstance("Ed25519", PROVIDER);
  }

  private static GovernanceException noProvider(Exception cause) {
    return new GovernanceException(
        "This Java runtime has no Ed25519: add the module jdk.crypto.ec to it.", cause);
  }

  private static boolean isRefused(BigInteger y) {
    return y.compareTo(P) >= 0 || LOW_ORDER.contains(y);
  }

  /** The y coordinate of the point in the first 32 bytes. */
  private static BigInteger y(byte[] encoded) {
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[i] = encoded[31 - i];
    }
    bigEndian[0] &= 0x7f;
    return new BigInteger(1, bigEndian);
  }

  @Override
  public String toString() {
    return vkey();
  }
}
