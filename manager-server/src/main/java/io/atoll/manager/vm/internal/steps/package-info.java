/**
 * The steps of the VM tasks. Each may be called again after a crash at any point, and each takes back what it did. The
 * order within a task is what keeps a VM from running twice: promise room, own the VM (in ZooKeeper), make disks, start;
 * and for a move: let the target wait, send the memory, and only then hand over the ownership, from which there is only a
 * way forward. Start reading at {@link io.atoll.manager.vm.internal.steps.VmTaskKind}.
 */
@NullMarked
package io.atoll.manager.vm.internal.steps;

import org.jspecify.annotations.NullMarked;
