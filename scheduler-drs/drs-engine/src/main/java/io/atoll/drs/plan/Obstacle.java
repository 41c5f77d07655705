package io.atoll.drs.plan;

import io.atoll.model.VmId;

/** A VM that needs to be elsewhere and cannot, and why: a sentence with figures. */
public record Obstacle(VmId vm, String vmName, String reason) {}
