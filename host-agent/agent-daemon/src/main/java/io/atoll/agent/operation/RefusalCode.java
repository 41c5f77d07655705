package io.atoll.agent.operation;

/** Every reason for which the agent says no. Names are part of the protocol: add freely, never rename or reuse. */
public enum RefusalCode {
    STALE_LEADER,
    STALE_EPOCH,
    OPERATION_ID_REUSED,
    VALIDATION_FAILED,
    HOST_BUSY,
    VM_BUSY,
    VM_NOT_FOUND,
    VM_WRONG_STATE,
    VM_RUNNING_ELSEWHERE,
    VM_NOT_OWNED,
    COORDINATION_UNREACHABLE,
    HOST_TOO_SMALL,
    POOL_NOT_ATTACHED,
    POOL_UNREACHABLE,
    POOL_FULL,
    NETWORK_NOT_APPLIED,
    NETWORK_FAILED,
    IMAGE_NOT_FOUND,
    IMAGE_REFUSED,
    IMAGE_IN_USE,
    DISK_NOT_FOUND,
    DISK_IN_USE,
    SPEC_REFUSED,
    SHUTDOWN_TIMEOUT,
    MIGRATION_FAILED,
    HYPERVISOR_FAILED,
    CERTIFICATE_REFUSED,
    CANCELLED,
    INTERNAL
}
