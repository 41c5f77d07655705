package io.atoll.manager.vm.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.vm.internal.VmDraft.NetworkWish;
import io.atoll.manager.vm.internal.VmPlan.PlannedNic;
import io.atoll.manager.vm.internal.cloudinit.CloudInitDraft;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes a plan of what a client said of a new VM: checks every value, resolves every id, fills in the defaults. */
@Component
class VmPlanner {
    private final Inventory inventory;
    private final SecureRandom random = new SecureRandom();

    VmPlanner(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Ids as the client gave them. */
    private record Ids(
            ClusterId cluster,
            @Nullable ImageId image,
            @Nullable PoolId pool,
            @Nullable HostId host) {}

    VmPlan plan(String name, VmDraft draft, InputCheck check) {
        var ids = new Ids(
                check.id("spec.clusterId", draft.clusterId(), ClusterId::new),
                check.optionalId("spec.imageId", draft.imageId(), ImageId::new),
                check.optionalId("spec.poolId", draft.poolId(), PoolId::new),
                check.optionalId("spec.hostId", draft.hostId(), HostId::new));
        int vcpus = check.range(
                "spec.vcpuCount", check.present("spec.vcpuCount", draft.vcpuCount(), 1), 1, VmDraft.MOST_VCPUS);
        long memoryMiB = check.range(
                "spec.memoryMiB",
                check.present("spec.memoryMiB", draft.memoryMiB(), VmDraft.LEAST_MEMORY_MIB),
                VmDraft.LEAST_MEMORY_MIB,
                VmDraft.MOST_MEMORY_MIB);
        if (draft.diskGiB() != null) {
            check.range("spec.diskGiB", draft.diskGiB(), 1, VmDraft.MOST_DISK_GIB);
        }
        var cloudInit = draft.cloudInit() == null ? null : draft.cloudInit().settings(name, check, random);
        var wishes = wishes(draft, check);
        var ha = draft.ha() == null ? HaIntent.DEFAULT : draft.ha().applyTo(HaIntent.DEFAULT, check);
        var resources =
                ResourcesDraft.apply(draft.resourcePoolId(), draft.resources(), VmResources.USUAL, memoryMiB, check);
        var hardware = HardwareDraft.apply(draft.hardware(), VmHardware.USUAL, vcpus, check);
        check.done();

        requireThere(ids);
        var image = image(ids);
        var pool = pool(ids, image);
        var spec = new VmSpec(
                ids.cluster,
                vcpus,
                new Mebibytes(memoryMiB),
                ids.image,
                pool.id(),
                ha,
                cloudInit == null && image != null
                        ? new CloudInitDraft(null, null, null).settings(name, check, random)
                        : cloudInit,
                resources,
                hardware);
        return new VmPlan(
                spec,
                List.of(new Disk(0, pool.id(), diskGiB(draft.diskGiB(), image), Disk.Limits.NONE)),
                wishes == null ? defaultNics(ids.cluster) : nics(ids.cluster, wishes),
                draft.start() == null || draft.start(),
                ids.host);
    }

    private void requireThere(Ids ids) {
        if (inventory.cluster(ids.cluster).isEmpty()) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(ids.cluster));
        }
        var host = ids.host;
        if (host != null
                && inventory
                        .host(host)
                        .filter(found -> found.clusterId().equals(ids.cluster))
                        .isEmpty()) {
            throw new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s in the cluster.".formatted(host));
        }
    }

    private @Nullable Image image(Ids ids) {
        var id = ids.image;
        if (id == null) {
            return null;
        }
        var image = inventory
                .image(id)
                .filter(found -> found.clusterId().equals(ids.cluster))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.IMAGE_NOT_FOUND, "There is no image %s in the cluster.".formatted(id)));
        if (image.state() != Image.State.READY) {
            throw new AtollException(
                    ErrorCode.IMAGE_WRONG_STATE,
                    "Image %s is %s; a VM needs one that is READY.".formatted(image.name(), image.state()));
        }
        return image;
    }

    private Pool pool(Ids ids, @Nullable Image image) {
        var wanted = ids.pool == null && image != null ? image.poolId() : ids.pool;
        if (wanted == null) {
            throw AtollException.invalid("spec.poolId", "spec.poolId is required without an image.");
        }
        if (image != null && !image.poolId().equals(wanted)) {
            throw AtollException.invalid(
                    "spec.poolId", "The disk is a linked clone of the image, so it must be in the image's pool.");
        }
        var pool = inventory
                .pool(wanted)
                .filter(found -> found.clusterId().equals(ids.cluster))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.POOL_NOT_FOUND, "There is no storage pool %s in the cluster.".formatted(wanted)));
        if (pool.state() != Pool.State.READY) {
            throw new AtollException(
                    ErrorCode.POOL_WRONG_STATE,
                    "Pool %s is %s; a VM needs one that is READY.".formatted(pool.name(), pool.state()));
        }
        return pool;
    }

    private static int diskGiB(@Nullable Integer wanted, @Nullable Image image) {
        var least = image == null ? null : image.virtualSizeGiB();
        if (wanted != null) {
            if (least != null && wanted < least) {
                throw AtollException.invalid(
                        "spec.diskGiB", "spec.diskGiB is %d; the image needs at least %d.".formatted(wanted, least));
            }
            return wanted;
        }
        if (least == null) {
            throw AtollException.invalid("spec.diskGiB", "spec.diskGiB is required without an image.");
        }
        return least;
    }

    /** A wish that was checked. */
    private record Wish(NetworkId network, @Nullable String address) {}

    private static @Nullable List<Wish> wishes(VmDraft draft, InputCheck check) {
        var networks = draft.networks();
        if (networks == null) {
            return null;
        }
        check.require(
                networks.size() <= VmDraft.MOST_NICS,
                "spec.networks",
                "There are %d networks; a VM can have %d cards.".formatted(networks.size(), VmDraft.MOST_NICS));
        var wishes = new ArrayList<Wish>();
        for (int i = 0; i < Math.min(networks.size(), VmDraft.MOST_NICS); i++) {
            var field = "spec.networks[%d]".formatted(i);
            var wish = check.present(field, networks.get(i), new NetworkWish(null, null));
            wishes.add(new Wish(check.id(field + ".networkId", wish.networkId(), NetworkId::new), wish.address()));
        }
        return wishes;
    }

    private List<PlannedNic> nics(ClusterId cluster, List<Wish> wishes) {
        var nics = new ArrayList<PlannedNic>();
        for (var wish : wishes) {
            var network = inventory
                    .network(wish.network)
                    .filter(found -> found.clusterId().equals(cluster))
                    .orElseThrow(() -> new AtollException(
                            ErrorCode.NETWORK_NOT_FOUND,
                            "There is no network %s in the cluster.".formatted(wish.network)));
            if (wish.address != null && !network.hasStaticAddresses()) {
                throw AtollException.invalid(
                        "spec.networks[%d].address".formatted(nics.size()),
                        "Network %s gives out no addresses: its guests ask DHCP.".formatted(network.name()));
            }
            nics.add(new PlannedNic(nics.size(), network, wish.address));
        }
        return nics;
    }

    /** The cluster's only network; with none, the hypervisor's own. */
    private List<PlannedNic> defaultNics(ClusterId cluster) {
        var networks = inventory.networks(cluster);
        if (networks.size() > 1) {
            throw AtollException.invalid(
                    "spec.networks",
                    "The cluster has %d networks. Name those the VM is to be on.".formatted(networks.size()));
        }
        return List.of(new PlannedNic(0, networks.isEmpty() ? null : networks.getFirst(), null));
    }
}
