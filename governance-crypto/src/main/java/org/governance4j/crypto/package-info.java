/**
 * Keys in files, signatures over model artifacts, and the verification of signed notes.
 *
 * <p>{@link org.governance4j.crypto.SoftwareKey} signs, {@link
 * org.governance4j.crypto.VerificationKey} is its public half. {@link
 * org.governance4j.crypto.OmsSigner} and {@link org.governance4j.crypto.OmsVerifier} make and judge
 * signature bundles in the format of the OpenSSF Model Signing specification 1.0. {@link
 * org.governance4j.crypto.NoteVerifiers} checks signatures of every type on notes and checkpoints.
 *
 * <p>The arithmetic is Bouncy Castle's, called without its JCA provider: nothing is registered with
 * {@link java.security.Security}, and an application may use another version of the provider.
 */
package org.governance4j.crypto;
