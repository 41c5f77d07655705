package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.contract.HypervisorContract;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

class SimContractTest extends HypervisorContract {

    private static final Path MISSING = Path.of("/pool/missing.qcow2");

    private final TickingClock clock = new TickingClock();
    private final SimWorld world = new SimWorld(clock, clock::advance);
    private final Map<Hypervisor, String> hosts = new HashMap<>();
    private final Set<VmId> deaf = new HashSet<>();

    @Override
    protected Hypervisor open(String host) {
        world.removeFile(MISSING);
        var hypervisor = new SimHypervisor(world.host(host));
        hosts.put(hypervisor, host);
        return hypervisor;
    }

    @Override
    protected VmDefinition define(VmId vm, String name, Guest guest) {
        if (guest == Guest.DEAF) {
            deaf.add(vm);
        }
        return define(vm, name, Path.of("/pool", name + ".qcow2"));
    }

    @Override
    protected VmDefinition withMissingDisk(VmDefinition definition) {
        return define(definition.id(), definition.name(), MISSING);
    }

    @Override
    protected long heartbeat(Hypervisor host, VmId vm) {
        var simulated = hostOf(host);
        if (deaf.contains(vm)) {
            simulated.ignorePowerButton(vm);
        }
        return simulated.heartbeats(vm);
    }

    @Override
    protected String typed(Hypervisor host, VmId vm) {
        return hostOf(host).pressedKeys(vm).stream()
                .flatMap(chord -> chord.keys().stream())
                .collect(Collectors.joining("", ">", ""));
    }

    @Override
    protected void crash(Hypervisor host, VmId vm) {
        hostOf(host).crash(vm);
    }

    private SimHost hostOf(Hypervisor hypervisor) {
        return world.host(hosts.getOrDefault(hypervisor, "unknown"));
    }

    private static VmDefinition define(VmId vm, String name, Path disk) {
        return new VmDefinition(
                vm,
                name,
                VmHardware.of(1, new Mebibytes(32), CpuBaseline.QEMU64),
                List.of(VmDisk.qcow2(disk)),
                null,
                List.of());
    }
}
