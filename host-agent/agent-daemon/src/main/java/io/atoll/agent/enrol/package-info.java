/**
 * Makes a host a member of an installation: knows the manager by the fingerprint in the join token, sends a certificate
 * request, checks the answer, and only then writes anything. A refusal names the reason and the fix. Start reading at
 * {@link io.atoll.agent.enrol.HostEnrolment}.
 */
@NullMarked
package io.atoll.agent.enrol;

import org.jspecify.annotations.NullMarked;
