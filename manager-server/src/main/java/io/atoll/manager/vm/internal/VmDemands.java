package io.atoll.manager.vm.internal;

import io.atoll.manager.inventory.HostNeeds;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmDemand;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a VM asks of the host it runs on. */
@Component
public class VmDemands {
    private final Inventory inventory;
    private final VmDevices devices;
    private final VmProcessors processors;

    VmDemands(Inventory inventory, VmDevices devices, VmProcessors processors) {
        this.inventory = inventory;
        this.devices = devices;
        this.processors = processors;
    }

    /** A place to start, with the CPU that guests of the cluster get now. */
    public PlacementQuestion toStart(VmRecord vm, @Nullable HostId only) {
        return PlacementQuestion.of(vm.spec().clusterId(), demand(vm, baseline(vm)), only);
    }

    /** A place to move to, with the CPU the running guest sees. */
    public PlacementQuestion toMove(VmRecord vm, @Nullable HostId only) {
        var running = vm.status().cpuModel();
        var cpu = running == null ? baseline(vm) : CpuBaseline.read(running);
        var question = PlacementQuestion.of(vm.spec().clusterId(), demand(vm, cpu), only);
        var source = vm.status().host();
        if (vm.spec().hardware().tpm()) {
            return nowhere(question, vm);
        }
        return source == null ? question : question.excluding(source, "the VM runs there");
    }

    /** Its TPM's state does not go along while the guest runs. */
    private PlacementQuestion nowhere(PlacementQuestion question, VmRecord vm) {
        var excluding = question;
        for (var host : inventory.hosts(vm.spec().clusterId())) {
            excluding = excluding.excluding(
                    host.id(),
                    "the VM has a TPM, whose state does not move while it runs; stop it, and start it where it is to run");
        }
        return excluding;
    }

    /** Any place, the one where it runs included. */
    public PlacementQuestion anywhere(VmRecord vm) {
        var running = vm.status().cpuModel();
        var cpu = running == null ? baseline(vm) : CpuBaseline.read(running);
        return PlacementQuestion.of(vm.spec().clusterId(), demand(vm, cpu), null);
    }

    /** The CPU a guest that starts now will see. */
    public CpuBaseline baseline(VmRecord vm) {
        return processors.of(vm);
    }

    private VmDemand demand(VmRecord vm, CpuBaseline cpu) {
        return demand(vm, devices.disks(vm.id()), devices.nics(vm.id()), cpu);
    }

    static VmDemand demand(VmRecord vm, List<Disk> disks, List<Nic> nics, CpuBaseline cpu) {
        var pools = new TreeSet<PoolId>();
        pools.add(vm.spec().poolId());
        disks.forEach(disk -> pools.add(disk.poolId()));
        var networks = new TreeSet<NetworkId>();
        for (var nic : nics) {
            var network = nic.networkId();
            if (network != null) {
                networks.add(network);
            }
        }
        var needs = HostNeeds.asFeatures(vm.spec().hardware().hostNeeds());
        return new VmDemand(
                vm.id(),
                vm.name(),
                vm.spec().vcpuCount(),
                vm.spec().memory(),
                pools,
                networks,
                new CpuBaseline(cpu.name(), cpu.features().plus(needs)));
    }
}
