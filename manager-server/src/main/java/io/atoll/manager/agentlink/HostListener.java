package io.atoll.manager.agentlink;

import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmEvent;
import io.atoll.agent.v1.VmGone;
import io.atoll.model.HostId;
import java.util.List;

/**
 * Is told what hosts report, on the leader only. Calls for one host come in order, one at a time, on a virtual thread;
 * hosts do not wait for each other. Samples are not queued behind: a slow listener misses some.
 */
public interface HostListener {
    /**
     * The first call after every connect, and whenever changes were missed: the complete state. A VM the manager believed
     * to be here and that is not in the list is not here.
     */
    default void resync(HostId host, HostReport report, List<ReportedVm> vms) {}

    default void hostChanged(HostId host, HostReport report) {}

    default void vmChanged(HostId host, ReportedVm vm) {}

    default void vmGone(HostId host, VmGone gone, VmClaim claim) {}

    default void vmEvent(HostId host, VmEvent event) {}

    default void samples(HostId host, Samples samples) {}

    /**
     * No link any more, or none came about, or the host is no longer a member: {@code state} is DISCONNECTED or REFUSED, the
     * reason is for people.
     */
    default void disconnected(HostId host, LinkState state, String reason) {}

    /** The agent said something no honest agent says; what it said was dropped. */
    default void violated(HostId host, String what) {}
}
