package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.VmId;
import java.util.Optional;

/** Which VMs HA protects, and how. Written by managers. */
public final class Protections {
    private final JsonNodes nodes;

    public Protections(ZookeeperConnection connection) {
        nodes = new JsonNodes(connection);
    }

    /** From now on HA looks after the VM. Repeatable; the last call counts. */
    public void protect(Protection protection) {
        var vm = protection.vm();
        var doing = "protecting VM " + vm;
        nodes.makeEmpty(doing, nodes.layout().vm(vm));
        // Hosts may write a state, not make its node: so it is there before the VM is protected.
        nodes.makeEmpty(doing, nodes.layout().state(vm));
        nodes.put(doing, nodes.layout().protection(vm), protection.data());
    }

    /** HA leaves the VM alone from now on. Repeatable. */
    public void unprotect(VmId vm) {
        nodes.remove("ending the protection of VM " + vm, nodes.layout().protection(vm));
    }

    /** Empty: the VM is not protected. */
    public Optional<Protection> read(VmId vm) {
        return nodes.read(
                "reading the protection of VM " + vm,
                nodes.layout().protection(vm),
                (path, data, _) -> Protection.read(path, vm, data));
    }
}
