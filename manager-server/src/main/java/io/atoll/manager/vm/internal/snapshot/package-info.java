/**
 * Snapshots of VMs: what is written down of them, what people ask for, and which files of the disks are merged when one goes. The
 * work on hosts is in the steps of the VM tasks. Start reading at {@link io.atoll.manager.vm.internal.snapshot.ImageTree}.
 */
@NullMarked
package io.atoll.manager.vm.internal.snapshot;

import org.jspecify.annotations.NullMarked;
