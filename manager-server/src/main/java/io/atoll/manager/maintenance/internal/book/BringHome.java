package io.atoll.manager.maintenance.internal.book;

/** Whether VMs come back when the host is in use again. Names are API. */
public enum BringHome {
    /** Those whose coming back makes the cluster better. */
    IF_BETTER,
    NO
}
