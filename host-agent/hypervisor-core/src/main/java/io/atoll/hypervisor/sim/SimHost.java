package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestInterface;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One simulated host: its VMs, which outlive the agents that come and go, and what can befall them. */
public final class SimHost {

    private static final long TICKS_PER_SECOND = 18;
    private static final String KILLED = "its process was killed";

    private final SimWorld world;
    private final String name;
    private final TreeMap<VmId, SimMachine> machines = new TreeMap<>();
    private final List<VmListener> listeners = new ArrayList<>();

    SimHost(SimWorld world, String name) {
        this.world = world;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The hypervisor process of a VM dies without warning. */
    public void crash(VmId vm) {
        world.locked(() -> {
            die(machine(vm), KILLED);
            return true;
        });
    }

    /** The host loses power: all its VMs die. */
    public void losePower() {
        world.locked(() -> {
            machines.values().stream()
                    .filter(machine -> machine.state().hasProcess())
                    .forEach(machine -> die(machine, KILLED));
            return true;
        });
    }

    /** The guest ignores its power button from now on. */
    public void ignorePowerButton(VmId vm) {
        world.locked(() -> {
            machine(vm).deaf(true);
            return true;
        });
    }

    /** An agent answers inside the guest from now on. */
    public void installGuestAgent(VmId vm, List<GuestInterface> interfaces) {
        installGuestAgent(vm, interfaces, GuestFacts.NONE);
    }

    /** The same, of an agent that says more. */
    public void installGuestAgent(VmId vm, List<GuestInterface> interfaces, GuestFacts facts) {
        world.locked(() -> {
            machine(vm).guestAgent(List.copyOf(interfaces), facts);
            return true;
        });
    }

    /** The agent inside the guest holds its channel but answers nobody, until the VM is started anew or this is taken back. */
    public void silenceGuestAgent(VmId vm, boolean silent) {
        world.locked(() -> {
            machine(vm).silent(silent);
            return true;
        });
    }

    /** The guest's operating system panics, and its process ends because of it. */
    public void panic(VmId vm) {
        world.locked(() -> {
            die(machine(vm), VmState.Crashed.GUEST_PANICKED);
            return true;
        });
    }

    /** How often the guest's heart has beaten since it was last started, wherever it ran. */
    public long heartbeats(VmId vm) {
        return world.locked(() -> machine(vm).ranFor().toMillis() * TICKS_PER_SECOND / 1000);
    }

    /** What was pressed on the VM's keyboard since its process began here. */
    public List<KeyChord> pressedKeys(VmId vm) {
        return world.locked(() -> machine(vm).pressed());
    }

    private static void die(SimMachine machine, String why) {
        machine.observe(new VmSignal.ProcessDied(why));
        var migration = machine.migration();
        if (migration != null) {
            migration.lost(machine);
        }
    }

    SimWorld world() {
        return world;
    }

    NavigableMap<VmId, SimMachine> machines() {
        return machines;
    }

    SimMachine machine(VmId vm) {
        var machine = machines.get(vm);
        if (machine == null) {
            throw HypervisorException.notFound(vm);
        }
        return machine;
    }

    void listen(VmListener listener) {
        machines.values().forEach(machine -> listener.vmChanged(machine.status()));
        listeners.add(listener);
    }

    void ignore(VmListener listener) {
        listeners.remove(listener);
    }

    void changed(SimMachine machine) {
        if (machines.get(machine.id()) == machine) {
            var status = machine.status();
            List.copyOf(listeners).forEach(listener -> listener.vmChanged(status));
        }
    }

    void gone(VmId vm, VmEpoch lastEpoch) {
        List.copyOf(listeners).forEach(listener -> listener.vmGone(vm, lastEpoch));
    }
}
