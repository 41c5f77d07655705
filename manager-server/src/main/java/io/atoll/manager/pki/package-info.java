/**
 * The installation's own certificate authority: its encrypted key, the certificates of managers and hosts, the revocation
 * list, and the trust decisions made with them. Keys are EC P-256; serials are shown as lower-case hexadecimal.
 *
 * <p>Never hands out the CA's key, never signs what it did not put together itself. Start reading at
 * {@link io.atoll.manager.pki.Pki}.
 */
@NullMarked
package io.atoll.manager.pki;

import org.jspecify.annotations.NullMarked;
