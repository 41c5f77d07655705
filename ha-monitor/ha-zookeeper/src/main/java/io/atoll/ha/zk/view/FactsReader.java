package io.atoll.ha.zk.view;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.NodeLayout;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.Transactions.NodeData;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.ha.zk.facts.Evidence;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.lease.Fence;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes facts of nodes, each anew only when it has changed. A node that makes no sense costs nobody but itself. */
final class FactsReader {
    private final NodeLayout layout;
    private Map<String, Understood> understood = new HashMap<>();

    FactsReader(NodeLayout layout) {
        this.layout = layout;
    }

    HaFacts read(Map<String, NodeData> nodes) {
        var now = new HashMap<String, Understood>();
        nodes.forEach((path, node) -> {
            var before = understood.get(path);
            now.put(
                    path,
                    before != null && before.node == node ? before : new Understood(node, understand(path, node)));
        });
        understood = now;
        return collect();
    }

    private HaFacts collect() {
        var facts = new HaFacts(
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new HaFacts.VmFacts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()),
                new TreeMap<>());
        understood.forEach((path, node) -> {
            switch (node.meaning) {
                case Fence fence -> facts.fences().put(fence.host(), fence);
                case HostHaFacts host -> facts.hosts().put(host.host(), host);
                case Evidence evidence -> facts.evidence().put(evidence.host(), evidence);
                case ClusterHaSettings settings -> facts.settings().put(settings.cluster(), settings);
                case ClusterRules rules -> facts.rules().put(rules.cluster(), rules);
                case OwnedVm owner -> facts.vms().owners().put(owner.vm(), owner);
                case Protection protection -> facts.vms().protections().put(protection.vm(), protection);
                case VmHaState state -> facts.vms().states().put(state.vm(), state);
                case Unreadable(var reason) -> facts.unreadable().put(path, reason);
                case null -> {
                    // An empty node, or one nobody here wants to know of.
                }
                default -> throw new IllegalStateException("A node cannot mean " + node.meaning);
            }
        });
        return facts;
    }

    private @Nullable Object understand(String path, NodeData node) {
        var data = node.data();
        if (data.length == 0) {
            return null;
        }
        try {
            return meaning(path, data, node.version());
        } catch (RuntimeException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object meaning(String path, byte[] data, int version) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var parent = path.substring(0, path.lastIndexOf('/'));
        if (parent.equals(layout.fences())) {
            return Fence.read(path, HostId.parse(name), data, version);
        }
        if (parent.equals(layout.evidence())) {
            return Evidence.read(path, HostId.parse(name), data);
        }
        if (parent.equals(layout.haSettings())) {
            return ClusterHaSettings.read(path, ClusterId.parse(name), data);
        }
        if (parent.equals(layout.haRules())) {
            return ClusterRules.read(path, ClusterId.parse(name), data);
        }
        if (parent.startsWith(layout.hosts() + "/")) {
            var host = HostId.parse(parent.substring(layout.hosts().length() + 1));
            return path.equals(layout.hostFacts(host)) ? HostHaFacts.read(path, host, data) : null;
        }
        if (!parent.startsWith(layout.vms() + "/")) {
            return null;
        }
        var vm = VmId.parse(parent.substring(layout.vms().length() + 1));
        return switch (name) {
            case "owner" ->
                new OwnedVm(NodeJson.read(path, data, Owner.Node.class).toOwner(vm), version);
            case "protection" -> Protection.read(path, vm, data);
            case "state" -> VmHaState.read(path, vm, data, version);
            default -> null;
        };
    }

    private record Understood(NodeData node, @Nullable Object meaning) {}

    private record Unreadable(String reason) {}
}
