/**
 * Keys in files.
 *
 * <p>{@link org.governance4j.crypto.SoftwareKey} signs, {@link
 * org.governance4j.crypto.VerificationKey} is its public half.
 *
 * <p>The arithmetic is Bouncy Castle's, called without its JCA provider: nothing is registered with
 * {@link java.security.Security}, and an application may use another version of the provider.
 */
package org.governance4j.crypto;
