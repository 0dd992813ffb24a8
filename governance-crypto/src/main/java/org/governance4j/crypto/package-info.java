/**
 * Keys in files, signatures over models and other artifacts, and the verification of signed notes.
 *
 * <ul>
 *   <li>{@link org.governance4j.crypto.SoftwareKey} signs, {@link
 *       org.governance4j.crypto.VerificationKey} is its public half; {@link
 *       org.governance4j.crypto.CertifiedKey} is a key with its certificates.
 *   <li>{@link org.governance4j.crypto.OmsSigner} and {@link org.governance4j.crypto.OmsVerifier}
 *       make and judge signature bundles in the format of the OpenSSF Model Signing specification
 *       1.0; {@link org.governance4j.crypto.VerifiedModel} is verified while it is loaded.
 *   <li>{@link org.governance4j.crypto.Signers} says whose signatures are enough: any of several
 *       keys, k of n, or pairs that must both hold.
 *   <li>{@link org.governance4j.crypto.SigstoreVerifier} judges Sigstore bundles offline, against a
 *       {@link org.governance4j.crypto.TrustedRoot} and a {@link
 *       org.governance4j.crypto.CertificateIdentity}.
 *   <li>{@link org.governance4j.crypto.DsseEnvelope} is an envelope for any document, {@link
 *       org.governance4j.crypto.CosignBlob} signs files as cosign does.
 *   <li>{@link org.governance4j.crypto.NoteVerifiers} checks signatures of every type on notes and
 *       checkpoints.
 * </ul>
 *
 * <p>What fails to verify is an {@link org.governance4j.ArtifactRejected} with the reason, a key or
 * trust root of the caller that cannot be used a {@link org.governance4j.KeyUnavailable}; nothing
 * answers with a boolean, and nothing is fetched.
 *
 * <p>The arithmetic is Bouncy Castle's, called without its JCA provider: nothing is registered with
 * {@link java.security.Security}, and an application may use another version of the provider.
 */
package org.governance4j.crypto;
