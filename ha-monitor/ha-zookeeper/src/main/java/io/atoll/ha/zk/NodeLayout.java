package io.atoll.ha.zk;

import io.atoll.model.ClusterId;
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

    /** Persistent: renewed by the host itself while it may run HA VMs. */
    public String beat(HostId host) {
        return host(host) + "/beat";
    }

    /** Persistent: what the host says it is capable of for HA. */
    public String hostFacts(HostId host) {
        return host(host) + "/ha";
    }

    public String fences() {
        return root() + "/fences";
    }

    /** Persistent: its version is what the host's beats are conditional on. */
    public String fence(HostId host) {
        return fences() + "/" + host;
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

    /** Persistent: how HA treats the VM; absent while it is not protected. */
    public String protection(VmId vm) {
        return vm(vm) + "/protection";
    }

    /** Persistent: what the owner says of the VM. */
    public String state(VmId vm) {
        return vm(vm) + "/state";
    }

    public String ha() {
        return root() + "/ha";
    }

    public String haLeader() {
        return ha() + "/leader";
    }

    public String haLeader(ClusterId cluster) {
        return haLeader() + "/" + cluster;
    }

    public String haLeaderLatch(ClusterId cluster) {
        return haLeader(cluster) + "/latch";
    }

    public String haLeaderEpoch(ClusterId cluster) {
        return haLeader(cluster) + "/epoch";
    }

    /** What the HA leader wants hosts to end. */
    public String haOrders(ClusterId cluster) {
        return haLeader(cluster) + "/orders";
    }

    /** What people should know while it lasts, told by the HA leader. */
    public String haAlarms(ClusterId cluster) {
        return haLeader(cluster) + "/alarms";
    }

    public String haSettings() {
        return ha() + "/settings";
    }

    public String haSettings(ClusterId cluster) {
        return haSettings() + "/" + cluster;
    }

    public String haRules() {
        return ha() + "/rules";
    }

    /** The placement rules that restarts keep. */
    public String haRules(ClusterId cluster) {
        return haRules() + "/" + cluster;
    }

    public String evidence() {
        return ha() + "/evidence";
    }

    public String evidence(HostId host) {
        return evidence() + "/" + host;
    }

    public String incidents() {
        return ha() + "/incidents";
    }

    public String incident(UUID incident) {
        return incidents() + "/" + incident;
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
