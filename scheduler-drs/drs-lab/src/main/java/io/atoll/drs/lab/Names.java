package io.atoll.drs.lab;

import io.atoll.model.HostId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** The names of an instance and the ids they stand for: numbers in the order in which names are met. */
final class Names {
    private final Map<String, HostId> hosts = new HashMap<>();
    private final Map<String, VmId> vms = new HashMap<>();
    final ReachNames reach = new ReachNames();

    HostId newHost(String name, Place place) {
        var id = new HostId(new UUID(0, hosts.size()));
        if (hosts.put(name, id) != null) {
            throw twice(place.member("id"), name);
        }
        return id;
    }

    VmId newVm(String name, Place place) {
        var id = new VmId(new UUID(0, vms.size()));
        if (vms.put(name, id) != null) {
            throw twice(place.member("id"), name);
        }
        return id;
    }

    Map<String, HostId> hosts() {
        return hosts;
    }

    HostId host(String name, String place) {
        var id = hosts.get(name);
        if (id == null) {
            throw unknown("host", place, name);
        }
        return id;
    }

    HostId host(String name, Place place, String field) {
        var id = hosts.get(name);
        if (id == null) {
            throw unknown("host", place.member(field), name);
        }
        return id;
    }

    VmId vm(String name, String place) {
        var id = vms.get(name);
        if (id == null) {
            throw unknown("VM", place, name);
        }
        return id;
    }

    SortedSet<HostId> hosts(Collection<String> names, String place) {
        var ids = new TreeSet<HostId>();
        var i = 0;
        for (var name : names) {
            ids.add(host(name, "%s[%d]".formatted(place, i++)));
        }
        return ids;
    }

    SortedSet<VmId> vms(List<String> names, String place) {
        var ids = new TreeSet<VmId>();
        var i = 0;
        for (var name : names) {
            ids.add(vm(name, "%s[%d]".formatted(place, i++)));
        }
        return ids;
    }

    SortedSet<PoolId> storagePools(Collection<String> names) {
        var ids = new TreeSet<PoolId>();
        names.forEach(name -> ids.add(reach.storagePool(name)));
        return ids;
    }

    SortedSet<NetworkId> networks(Collection<String> names) {
        var ids = new TreeSet<NetworkId>();
        names.forEach(name -> ids.add(reach.network(name)));
        return ids;
    }

    static BadInput unknown(String what, String place, String value) {
        return new BadInput(
                ErrorCode.INCONSISTENT,
                place,
                "%s names the %s %s, which is not in the instance.".formatted(place, what, BadInput.quote(value)));
    }

    static BadInput twice(String place, String value) {
        return new BadInput(
                ErrorCode.INCONSISTENT, place, "%s is %s, as an earlier one.".formatted(place, BadInput.quote(value)));
    }
}
