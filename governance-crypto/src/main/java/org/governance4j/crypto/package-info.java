/**
 * Keys in files and signatures over model artifacts.
 *
 * <p>{@link org.governance4j.crypto.SoftwareKey} signs, {@link
 * org.governance4j.crypto.VerificationKey} is its public half. {@link
 * org.governance4j.crypto.OmsSigner} and {@link org.governance4j.crypto.OmsVerifier} make and judge
 * signature bundles in the format of the OpenSSF Model Signing specification 1.0.
 *
 * <p>The arithmetic is Bouncy Castle's, called without its JCA provider: nothing is registered with
 * {@link java.security.Security}, and an application may use another version of the provider.
 */
package org.governance4j.crypto;
