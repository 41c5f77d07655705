/**
 * The life of one virtual machine as a pure state machine: which command is allowed in which state, and what each
 * signal from the hypervisor makes of it. No I/O, no clock, no process, no QEMU words. Every driver runs the same
 * machine, so that a simulated host and a real one refuse the same things with the same words. Start reading at
 * {@link io.atoll.hypervisor.vm.VmLifecycle}.
 */
@NullMarked
package io.atoll.hypervisor.vm;

import org.jspecify.annotations.NullMarked;
