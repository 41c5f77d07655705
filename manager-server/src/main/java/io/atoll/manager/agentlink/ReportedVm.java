package io.atoll.manager.agentlink;

import io.atoll.agent.v1.VmReport;

/** A VM as a host reports it (values checked), and whether that host is its owner. */
public record ReportedVm(VmReport report, VmClaim claim) {}
