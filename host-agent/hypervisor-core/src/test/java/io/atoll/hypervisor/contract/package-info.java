/**
 * What every driver must do, as tests that drivers inherit. Start reading at {@link
 * io.atoll.hypervisor.contract.HypervisorContract}.
 */
@NullMarked
package io.atoll.hypervisor.contract;

import org.jspecify.annotations.NullMarked;
