/**
 * QEMU's machine protocol (QMP) as a client: lines of JSON over a channel someone else opened. Knows framing, replies
 * matched by id, events and deadlines; knows nothing of virtual machines, processes or files. The peer is not trusted: a
 * QEMU taken over by its guest can send anything or nothing, and must not hang, exhaust or confuse the caller. Start
 * reading at {@link io.atoll.hypervisor.qmp.QmpClient}.
 */
@NullMarked
package io.atoll.hypervisor.qmp;

import org.jspecify.annotations.NullMarked;
