/**
 * Virtual machines: what people want of them (specification), what the hosts say of them (status), and the tasks that bring
 * the two together: create, start, stop, migrate, delete. Memory is counted in MiB, disks in GiB, times are UTC.
 *
 * <p>Never decides where a VM runs (that is {@code placement}), never believes that a silent VM has stopped, and never
 * keeps a password. Start reading at {@link io.atoll.manager.vm.VmPowerState}.
 */
@NullMarked
package io.atoll.manager.vm;

import org.jspecify.annotations.NullMarked;
