/**
 * Who this host is and whom it trusts: join token, key pair, certificates, revocation list and the settings chosen at
 * enrolment, kept as files of the state directory. The private key is made here and never leaves. Every change is
 * complete or did not happen. Start reading at {@link io.atoll.agent.identity.StateDirectory}.
 */
@NullMarked
package io.atoll.agent.identity;

import org.jspecify.annotations.NullMarked;
