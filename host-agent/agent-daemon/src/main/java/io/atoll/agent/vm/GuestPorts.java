package io.atoll.agent.vm;

import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.network.GuestNetwork;
import io.atoll.agent.network.GuestPort;
import io.atoll.agent.network.HostNetworks;
import io.atoll.agent.network.PortRecords;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plugs VMs in and out, and keeps on disk what each may send. */
public final class GuestPorts {
    private static final Logger LOG = LoggerFactory.getLogger(GuestPorts.class);

    private final HostId host;
    private final HostNetworks networks;
    private final PortRecords records;

    public GuestPorts(HostId host, HostNetworks networks, PortRecords records) {
        this.host = host;
        this.networks = networks;
        this.records = records;
    }

    /** Makes the VM's ports and tells what to plug its network cards into. */
    synchronized List<VmNic> plug(VmPlan plan) {
        var ports = new ArrayList<GuestPort>();
        var nics = new ArrayList<VmNic>();
        for (var nic : plan.nics()) {
            var network = nic.network() == null ? null : require(nic);
            if (network == null || networks.mode() == NetworkMode.USER) {
                nics.add(card(nic, new NicBackend.UserMode(false)));
            } else {
                var port = port(plan.id(), nic, network);
                ports.add(port);
                nics.add(card(nic, new NicBackend.Tap(port.tap())));
            }
        }
        try {
            records.write(plan.id(), ports);
            networks.plug(ports);
        } catch (CommandFailedException e) {
            deleteRecord(plan.id());
            throw new RefusedException(
                    RefusalCode.NETWORK_FAILED,
                    "The network ports of VM %s could not be made: %s".formatted(plan.id(), e.getMessage()),
                    e,
                    "Run atoll-agent check on the host.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return nics;
    }

    /** Makes one port more for a VM that runs; nothing is left of it on failure. */
    synchronized VmNic plug(VmId vm, VmPlan.Nic nic) {
        var network = nic.network() == null ? null : require(nic);
        if (network == null || networks.mode() == NetworkMode.USER) {
            return card(nic, new NicBackend.UserMode(false));
        }
        var port = port(vm, nic, network);
        try {
            var ports = new ArrayList<>(records.read(vm));
            ports.removeIf(other -> other.index() == nic.index());
            ports.add(port);
            records.write(vm, ports);
            networks.plug(List.of(port));
            return card(nic, new NicBackend.Tap(port.tap()));
        } catch (CommandFailedException e) {
            unplug(vm, nic.index());
            throw new RefusedException(
                    RefusalCode.NETWORK_FAILED,
                    "The network port of NIC %d of VM %s could not be made: %s"
                            .formatted(nic.index(), vm, e.getMessage()),
                    e,
                    "Run atoll-agent check on the host.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes one port of a VM that runs on; a failure is logged and made good by the next reconciliation. */
    synchronized void unplug(VmId vm, int nicIndex) {
        try {
            var ports = new ArrayList<>(records.read(vm));
            if (ports.removeIf(port -> port.index() == nicIndex)) {
                records.write(vm, ports);
                reconcile();
            }
        } catch (IOException e) {
            LOG.warn("The record of a VM's ports could not be written vm={}", vm, e);
        }
    }

    private static VmNic card(VmPlan.Nic nic, NicBackend backend) {
        return new VmNic(nic.mac(), backend, nic.index(), nic.hotPluggable());
    }

    /** Removes the VM's ports; a failure is logged and made good by the next reconciliation. */
    synchronized void unplug(VmId vm) {
        try {
            networks.unplug(vm);
            deleteRecord(vm);
        } catch (CommandFailedException e) {
            LOG.warn("The ports of a VM could not be removed; trying again later vm={}", vm, e);
        }
    }

    /** The VMs that have ports, whether they run or not. */
    synchronized List<VmId> plugged() {
        try {
            return records.list();
        } catch (IOException e) {
            LOG.warn("The records of ports cannot be listed", e);
            return List.of();
        }
    }

    /** Makes the host's ports and rules be exactly those on record. Not while another VM is being plugged in. */
    synchronized void reconcile() {
        try {
            var wanted = new ArrayList<GuestPort>();
            for (var vm : records.list()) {
                wanted.addAll(records.read(vm));
            }
            networks.reconcile(wanted);
        } catch (IOException e) {
            LOG.warn("The host's ports could not be reconciled; trying again later", e);
        }
    }

    private GuestNetwork require(VmPlan.Nic nic) {
        var id = nic.network();
        var network = id == null ? null : networks.network(id).orElse(null);
        if (network == null) {
            throw new RefusedException(
                    RefusalCode.NETWORK_NOT_APPLIED,
                    "Network %s of NIC %d is not set up on this host.".formatted(id, nic.index()),
                    "Apply the cluster's networks to the host first.");
        }
        if (network.vlan() != nic.vlan()) {
            throw new RefusedException(
                    RefusalCode.VALIDATION_FAILED,
                    "NIC %d asks for VLAN %d, its network %s has VLAN %d."
                            .formatted(nic.index(), nic.vlan(), network.id(), network.vlan()));
        }
        return network;
    }

    private GuestPort port(VmId vm, VmPlan.Nic nic, GuestNetwork network) {
        return new GuestPort(
                host,
                vm,
                nic.index(),
                nic.mac(),
                new GuestPort.Segment(network.vlan(), network.mtuBytes()),
                nic.antiSpoofing(),
                nic.allowedIpv4());
    }

    private void deleteRecord(VmId vm) {
        try {
            records.delete(vm);
        } catch (IOException e) {
            LOG.warn("The record of a VM's ports could not be removed vm={}", vm, e);
        }
    }
}
