package io.atoll.ha.zk;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.UUID;

/** The paths of our nodes below {@code /atoll/<installation>}. */
public record NodeLayout(UUID installation) {
    static final String TOP = "/atoll";

    public String root() {
        return TOP + "/" + installation;
    }

    public String hosts() {
        return root() + "/hosts";
    }

    /** Persistent: the host is a member. Its data is what the host last announced. */
    public String host(HostId host) {
        return hosts() + "/" + host;
    }

    /** Ephemeral: a hint that the agent's session lives. */
    public String alive(HostId host) {
        return host(host) + "/alive";
    }

    public String vms() {
        return root() + "/vms";
    }

    public String vm(VmId vm) {
        return vms() + "/" + vm;
    }

    public String owner(VmId vm) {
        return vm(vm) + "/owner";
    }

    public String managers() {
        return root() + "/managers";
    }

    public String manager(UUID manager) {
        return managers() + "/" + manager;
    }

    public String leader() {
        return root() + "/leader";
    }

    public String leaderLatch() {
        return leader() + "/latch";
    }

    public String leaderEpoch() {
        return leader() + "/epoch";
    }
}
