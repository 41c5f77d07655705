/**
 * The VMs of this host: checks what it is asked, prepares disks, seed and network, and drives the hypervisor core. A
 * failed start leaves nothing behind; a VM runs only when ZooKeeper names this host its owner. Start reading at
 * {@link io.atoll.agent.vm.VmHost}.
 */
@NullMarked
package io.atoll.agent.vm;

import org.jspecify.annotations.NullMarked;
