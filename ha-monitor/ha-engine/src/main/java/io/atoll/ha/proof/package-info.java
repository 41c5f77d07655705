/**
 * What makes sure that nothing of a host runs any more, so that its VMs may be started elsewhere. Any one proof suffices. Start
 * reading at {@link io.atoll.ha.proof.Proof}.
 */
@NullMarked
package io.atoll.ha.proof;

import org.jspecify.annotations.NullMarked;
