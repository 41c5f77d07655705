package io.atoll.manager.console.internal;

import io.atoll.manager.agentlink.ConsoleKind;
import io.atoll.manager.identity.Caller;
import io.atoll.model.VmId;

/** What a redeemed ticket permits: this caller may open this console of this VM, once. */
public record Ticket(VmId vm, ConsoleKind kind, Caller caller) {}
