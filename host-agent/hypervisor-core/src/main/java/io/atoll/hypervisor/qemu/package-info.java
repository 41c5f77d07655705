/**
 * The driver that runs VMs as QEMU processes: command line, process, state folder, QMP conversations. The only package
 * here that starts processes and opens sockets. It never goes through a shell, never puts a name or path from outside
 * into a comma-separated option, and never waits without a deadline.
 *
 * <p>One folder per VM ({@code <state>/<vm id>/}): sockets, logs, and {@code vm.json}, from which a later run of the
 * agent adopts the process. QEMU runs in a session of its own, so it outlives the agent. Start reading at
 * {@link io.atoll.hypervisor.qemu.QemuHypervisor}.
 */
@NullMarked
package io.atoll.hypervisor.qemu;

import org.jspecify.annotations.NullMarked;
