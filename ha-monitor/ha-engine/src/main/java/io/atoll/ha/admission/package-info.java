/**
 * Whether a cluster survives the failure of hosts, and what would happen if one died now: found by really placing the VMs, not by
 * adding up free memory. Start reading at {@link io.atoll.ha.admission.AdmissionControl}.
 */
@NullMarked
package io.atoll.ha.admission;

import org.jspecify.annotations.NullMarked;
