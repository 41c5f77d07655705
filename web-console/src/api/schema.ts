/** Hand-written from the REST contract until the manager's openapi.json is committed; same shape as the generator's. */
export interface components {
  schemas: {
    Metadata: {
      id: string;
      name: string;
      labels: Record<string, string>;
      revision: number;
      createdAt: string;
      updatedAt: string;
    };
    ProblemCause: {
      field?: string;
      host?: string;
      check?: string;
      code?: string;
      need?: number;
      free?: number;
      unit?: string;
      detail: string;
    };
    ProblemHint: { text: string; action?: string };
    Problem: {
      type?: string;
      title: string;
      status: number;
      detail?: string;
      instance?: string;
      code: string;
      causes?: components["schemas"]["ProblemCause"][];
      hints?: components["schemas"]["ProblemHint"][];
      traceId?: string;
    };
    Info: { name: string; version: string; setupRequired: boolean; apiVersion: string };
    Session: {
      user: { id: string; username: string; displayName: string | null; role: components["schemas"]["Role"] };
      permissions: components["schemas"]["Permission"][];
      expiresAt: string;
    };
    Role: "ADMIN" | "OPERATOR" | "VIEWER";
    Permission:
      | "INFO_READ"
      | "INVENTORY_READ"
      | "VM_OPERATE"
      | "VM_CONSOLE"
      | "INVENTORY_WRITE"
      | "HOST_ENROL"
      | "TASK_READ"
      | "TASK_CANCEL"
      | "EVENT_READ"
      | "AUDIT_READ"
      | "IDENTITY_READ"
      | "IDENTITY_WRITE";
    Cluster: {
      metadata: components["schemas"]["Metadata"];
      spec: { description: string | null; cpuBaseline: string; cpuOvercommitRatio: number };
      status: {
        hostCount: number;
        vmCount: number;
        effectiveCpuBaseline: string | null;
        memoryMiB: { capacity: number; committed: number };
      };
      allowedActions: string[];
    };
    HostState: "CONNECTING" | "READY" | "DISCONNECTED" | "REVOKED" | "REFUSED";
    CheckOutcome: "OK" | "WARNING" | "FAILED";
    HostCheck: { name: string; outcome: components["schemas"]["CheckOutcome"]; detail: string; fix: string | null };
    Host: {
      metadata: components["schemas"]["Metadata"];
      spec: { clusterId: string; description: string | null };
      status: {
        state: components["schemas"]["HostState"];
        stateReason: string | null;
        since: string;
        address: string | null;
        port: number | null;
        agentVersion: string | null;
        qemuVersion: string | null;
        accelerator: string | null;
        acceleratorReason: string | null;
        cpuCount: number;
        cpuModel: string | null;
        memoryMiB: number;
        memoryUsedMiB: number | null;
        cpuUsedMillicores: number | null;
        vmCount: number;
        checks: components["schemas"]["HostCheck"][];
        pools: { poolId: string; reachable: boolean; detail: string | null }[];
        networkMode: string | null;
        certificate: { serial: string; notAfter: string } | null;
        lastSeenAt: string | null;
        clockSkewMs: number | null;
        warnings: string[];
      };
      allowedActions: string[];
    };
    JoinToken: {
      id: string;
      token?: string;
      createdAt?: string;
      expiresAt: string;
      usedAt?: string | null;
      usedByHostId?: string | null;
      note?: string | null;
      command?: string;
      caFingerprintSha256?: string;
      url?: string;
    };
    PoolState: "CREATING" | "READY" | "FAILED" | "DELETING";
    Pool: {
      metadata: components["schemas"]["Metadata"];
      spec: { clusterId: string; type: "SHARED_DIRECTORY"; path: string };
      status: {
        state: components["schemas"]["PoolState"];
        capacityBytes: number | null;
        usedBytes: number | null;
        hosts: { hostId: string; reachable: boolean; detail: string | null }[];
      };
      allowedActions: string[];
    };
    Network: {
      metadata: components["schemas"]["Metadata"];
      spec: {
        clusterId: string;
        vlan: number;
        mtuBytes: number;
        subnetCidr?: string | null;
        gateway?: string | null;
        dnsServers: string[];
        addressing: "DHCP" | "STATIC";
        rangeStart?: string | null;
        rangeEnd?: string | null;
        antiSpoofing: boolean;
      };
      status: {
        state: "READY" | "APPLYING" | "FAILED";
        hosts: { hostId: string; state: string; detail: string | null }[];
        addressesUsed: number | null;
        addressesTotal: number | null;
      };
      allowedActions: string[];
    };
    ImageState: "AWAITING_UPLOAD" | "UPLOADING" | "IMPORTING" | "READY" | "FAILED" | "DELETING";
    Image: {
      metadata: components["schemas"]["Metadata"];
      spec: {
        poolId: string;
        format: "QCOW2" | "RAW";
        source: { type: "UPLOAD" | "URL"; url?: string | null; sha256?: string | null };
        sha256?: string | null;
        osHint?: string | null;
        description?: string | null;
      };
      status: {
        state: components["schemas"]["ImageState"];
        sizeBytes: number | null;
        virtualSizeBytes: number | null;
        sha256: string | null;
        failure: { code: string; detail: string } | null;
        uploadUrl: string | null;
      };
      allowedActions: string[];
    };
    PowerState:
      | "CREATING"
      | "STOPPED"
      | "STARTING"
      | "RUNNING"
      | "PAUSED"
      | "STOPPING"
      | "MIGRATING"
      | "CRASHED"
      | "UNKNOWN"
      | "DELETING"
      | "FAILED";
    Ranked: { hostId: string; hostName: string; score: number; reasons: string[] };
    Refusal: { check: string; need?: number; free?: number; unit?: string; detail: string };
    Refused: { hostId: string; hostName: string; refusals: components["schemas"]["Refusal"][] };
    Placement: {
      at: string;
      hostId: string | null;
      reason: string;
      ranked: components["schemas"]["Ranked"][];
      refused: components["schemas"]["Refused"][];
    };
    Vm: {
      metadata: components["schemas"]["Metadata"];
      spec: {
        clusterId: string;
        description: string | null;
        vcpuCount: number;
        memoryMiB: number;
        imageId: string | null;
        diskGiB: number | null;
        poolId: string | null;
        disks: { index: number; poolId: string; sizeGiB: number }[];
        nics: { index: number; networkId: string | null; mac: string; address: string | null }[];
        cloudInit?: { hostname?: string | null; users?: { name: string; sshKeys: string[] }[]; userData?: string | null } | null;
        haProtected: boolean;
      };
      status: {
        powerState: components["schemas"]["PowerState"];
        powerStateDetail: string | null;
        since: string;
        hostId: string | null;
        hostName: string | null;
        lastHostId?: string | null;
        epoch: number;
        addresses: string[];
        guestAgent: boolean;
        cpuUsedMillicores: number | null;
        memoryResidentMiB: number | null;
        dataAt: string | null;
        activeTaskId?: string | null;
        placement: components["schemas"]["Placement"] | null;
      };
      allowedActions: string[];
    };
    TaskState: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED" | "ROLLING_BACK";
    StepState: "PENDING" | "RUNNING" | "DONE" | "FAILED" | "UNDONE" | "SKIPPED";
    TaskStep: {
      index: number;
      name: string;
      state: components["schemas"]["StepState"];
      percent: number | null;
      detail: string | null;
      startedAt: string | null;
      endedAt: string | null;
    };
    Task: {
      metadata: components["schemas"]["Metadata"];
      kind: string;
      state: components["schemas"]["TaskState"];
      progress: {
        percent: number | null;
        bytesDone?: number | null;
        bytesTotal?: number | null;
        bytesPerSecond?: number | null;
      };
      steps: components["schemas"]["TaskStep"][];
      objects: { kind: string; id: string; name: string }[];
      parentId: string | null;
      childCount: number;
      requestedBy: string | null;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      failure: components["schemas"]["Problem"] | null;
      result: Record<string, unknown> | null;
      cancellable: boolean;
      traceId: string | null;
    };
    Migration: {
      taskId: string;
      sourceHostId: string;
      targetHostId: string;
      startedAt: string;
      endedAt: string | null;
      outcome: string;
      totalMs: number | null;
      downtimeMs: number | null;
      transferredBytes: number | null;
    };
    Plan: { ranked?: components["schemas"]["Ranked"][]; refused?: components["schemas"]["Refused"][]; chosenHostId?: string | null };
    DryRun: {
      wouldSucceed: boolean;
      violations: { field?: string; code: string; detail: string }[];
      plan: components["schemas"]["Plan"] | null;
    };
    User: {
      id: string;
      username: string;
      displayName: string | null;
      role: components["schemas"]["Role"];
      disabled: boolean;
      createdAt: string;
      lastLoginAt?: string | null;
      revision?: number;
    };
    Token: {
      id: string;
      name: string;
      role: components["schemas"]["Role"];
      createdAt: string;
      expiresAt: string | null;
      lastUsedAt: string | null;
      secret?: string;
    };
    Manager: { id: string; address: string; leader: boolean; since: string; version: string };
    AuditEntry: {
      time: string;
      actor: string | null;
      address: string | null;
      action: string;
      object: string | null;
      outcome: string;
      detail: string | null;
    };
    Event: {
      id: string;
      type: string;
      subject: string;
      time: string;
      data: { revision: number; kind: string; id: string; name: string; change: "CREATED" | "CHANGED" | "DELETED"; object: unknown };
    };
  };
}
