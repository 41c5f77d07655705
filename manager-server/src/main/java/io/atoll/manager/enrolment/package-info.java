/**
 * How a host comes in and goes out: join tokens, the enrolment itself, certificate rotation and revocation, and the script
 * and bundle a new host downloads. The certificates are made by {@code pki}.
 *
 * <p>Never trusts what a request says about itself: ids are made here, names and addresses are checked, and a certificate
 * contains only what this module put there. Start reading at {@link io.atoll.manager.enrolment.Enrolment}.
 */
@NullMarked
package io.atoll.manager.enrolment;

import org.jspecify.annotations.NullMarked;
