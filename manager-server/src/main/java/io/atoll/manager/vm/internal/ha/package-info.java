/**
 * What HA means for VMs: what people want is checked, carried to ZooKeeper beside the spec, taken away before a VM is
 * stopped, and what agents did by themselves is followed. Start reading at {@link io.atoll.manager.vm.internal.ha.HaDraft}.
 */
@NullMarked
package io.atoll.manager.vm.internal.ha;

import org.jspecify.annotations.NullMarked;
