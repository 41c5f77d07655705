package io.atoll.hypervisor.api;

import io.atoll.model.VmId;
import java.time.Instant;

/**
 * An event as the hypervisor named it (for QEMU: QMP's event name, upper case). {@code detail} is plain text of bounded
 * length; parts of it may have been chosen by the guest.
 */
public record VmEvent(VmId vm, String type, String detail, Instant at) {}
