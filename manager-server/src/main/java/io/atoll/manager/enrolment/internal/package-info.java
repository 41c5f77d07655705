/** Join tokens, enrolled hosts, the steps that rotate and revoke, and their schedule. */
@NullMarked
package io.atoll.manager.enrolment.internal;

import org.jspecify.annotations.NullMarked;
