package io.atoll.manager.power.internal;

import io.atoll.manager.power.OffMode;

/** What the steps of a task about a host's power need. */
record PowerParams(String hostId, OffMode mode, boolean withVms) {}
