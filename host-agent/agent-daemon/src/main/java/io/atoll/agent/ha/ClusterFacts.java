package io.atoll.agent.ha;

import io.atoll.ha.facts.Beat;
import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.Fence;
import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.facts.HostCapabilities;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Ownership;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.VmReport;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.proof.Evidence;
import io.atoll.ha.storage.EpochContent;
import io.atoll.ha.storage.SlotContent;
import io.atoll.ha.storage.SlotReading;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings.HostUse;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.view.BeatReading;
import io.atoll.ha.zk.view.HaLook;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What ZooKeeper and the pools show of one cluster, in the words of the engine. */
final class ClusterFacts {
    private static final BootId UNREADABLE_BOOT = new BootId(new UUID(0, 0));

    private final HaLook look;
    private final ClusterHaSettings settings;
    private final SortedMap<PoolId, SortedMap<HostId, SlotReading>> slots;
    private final Map<HostId, FreshRead> freshReads;
    private final Map<VmId, EpochContent> released;

    /**
     * Of one look.
     *
     * @param slots the last reading of every host's slot, by pool
     * @param freshReads the last answer to each decision to read afresh
     * @param released what isolated hosts have said in the epoch blocks of their VMs, as last read
     */
    ClusterFacts(
            HaLook look,
            ClusterHaSettings settings,
            SortedMap<PoolId, SortedMap<HostId, SlotReading>> slots,
            Map<HostId, FreshRead> freshReads,
            Map<VmId, EpochContent> released) {
        this.look = look;
        this.settings = settings;
        this.slots = slots;
        this.freshReads = freshReads;
        this.released = released;
    }

    SortedMap<HostId, WatchedHost> hosts() {
        var hosts = new TreeMap<HostId, WatchedHost>();
        settings.hosts().forEach((host, use) -> {
            var fence = look.facts().fences().get(host);
            if (fence != null) {
                hosts.put(host, host(host, use, new Fence(!fence.isOpen(), fence.version())));
            }
        });
        return hosts;
    }

    private WatchedHost host(HostId host, HostUse use, Fence fence) {
        var says = look.facts().hosts().get(host);
        var pools = says == null ? new TreeSet<PoolId>() : says.slotPools();
        var channels = new WatchedHost.Channels(beat(host, lease(says)), slots(host, pools), freshReads.get(host));
        return new WatchedHost(
                host,
                says == null ? host.toString() : says.name(),
                channels,
                fence,
                evidence(host),
                new HostCapabilities(pools, says == null || says.guestNetworkUp()),
                state(host, use, says));
    }

    /** A host that is to get no VMs is looked after until the last of its own has left. */
    private HostState state(HostId host, HostUse use, @Nullable HostHaFacts says) {
        return switch (use) {
            case ACCEPTS_VMS -> says != null && says.effective() ? HostState.READY : HostState.DISCONNECTED;
            case NO_NEW_VMS -> ownsVms(host) ? HostState.ENTERING_MAINTENANCE : HostState.MAINTENANCE;
        };
    }

    private boolean ownsVms(HostId host) {
        return look.facts().vms().owners().values().stream()
                .anyMatch(owned -> owned.owner().isOwnedBy(host));
    }

    /** Who has not said how long its lease is gets the longest one: to wait too long harms nobody. */
    private static Duration lease(@Nullable HostHaFacts says) {
        return says == null ? LeaseTiming.ONE_CHANNEL.lease() : says.lease();
    }

    /** The node's version stands for what the host wrote: ZooKeeper counts it, and each write is a sign of life. */
    private Look<Beat> beat(HostId host, Duration lease) {
        return switch (look.beats()) {
            case BeatReading.Failed _ -> new Look.Failed<>();
            case BeatReading.Read(var start, var end, var beats, var _) -> {
                var beat = beats.get(host);
                yield beat == null
                        ? new Look.Never<>()
                        : new Look.Seen<>(
                                new Beat(new ChannelValue(boot(beat.bootId()), beat.version(), lease), beat.version()),
                                start,
                                end);
            }
        };
    }

    private SortedMap<PoolId, Look<Slot>> slots(HostId host, Set<PoolId> pools) {
        var looks = new TreeMap<PoolId, Look<Slot>>();
        for (var pool : pools) {
            var read = slots.get(pool);
            looks.put(pool, slot(read == null ? null : read.get(host)));
        }
        return looks;
    }

    /** A slot that a host says it has and nobody finds is as good as unreadable. */
    static Look<Slot> slot(@Nullable SlotReading reading) {
        return switch (reading) {
            case SlotReading.Value(var content, var start, var end) ->
                new Look.Seen<>(
                        new Slot(
                                new ChannelValue(new BootId(content.bootId()), content.sequence(), content.lease()),
                                content.state() == SlotContent.State.HOLDING
                                        ? Slot.State.HOLDING
                                        : Slot.State.RELEASED),
                        start,
                        end);
            case SlotReading.Unreadable _, SlotReading.Missing _ -> new Look.Failed<>();
            case null -> new Look.Never<>();
        };
    }

    private List<Evidence> evidence(HostId host) {
        var given = look.facts().evidence().get(host);
        if (given == null) {
            return List.of();
        }
        var boot = boot(given.bootId());
        var at = given.at().toEpochMilli();
        return List.of(
                switch (given.kind()) {
                    case OPERATOR_SAYS_OFF -> new Evidence.OperatorSays(boot, given.beatVersion(), given.by(), at);
                    case POWER_CONFIRMED_OFF -> new Evidence.PoweredOff(boot, given.beatVersion(), given.by(), at);
                });
    }

    SortedMap<VmId, WatchedVm> vms() {
        var vms = new TreeMap<VmId, WatchedVm>();
        look.facts().vms().protections().forEach((vm, protection) -> {
            var owned = look.facts().vms().owners().get(vm);
            if (owned != null && protection.cluster().equals(settings.cluster())) {
                vms.put(vm, vm(protection, owned));
            }
        });
        return vms;
    }

    private WatchedVm vm(io.atoll.ha.zk.facts.Protection protection, OwnedVm owned) {
        var owner = owned.owner();
        var state = look.facts().vms().states().get(owner.vm());
        return new WatchedVm(
                owner.vm(),
                protection.name(),
                new Ownership(
                        owner.host(),
                        owner.epoch(),
                        owner.desired() == Owner.DesiredState.RUNNING,
                        owned.version(),
                        null,
                        owner.failures()),
                isCovered(owner, state) ? protection(protection) : null,
                report(owner, state),
                new TreeSet<>(Set.of(protection.pool())));
    }

    private @Nullable VmReport report(Owner owner, @Nullable VmHaState state) {
        var host = owner.host();
        if (host != null && Releases.isReleased(owner, state, released.get(owner.vm()))) {
            return new VmReport(host, owner.epoch(), new Condition.Gone());
        }
        return state == null
                ? null
                : new VmReport(state.host(), state.epoch(), condition(state.phase(), state.reason()));
    }

    /**
     * Whether the VM runs under its host's lease, so that it may be taken from it: the host says so for the present epoch, or HA
     * gave it to the host, which starts such a VM under its lease only. A VM that a manager has claimed and no host has
     * spoken of is still the manager's.
     */
    static boolean isCovered(Owner owner, @Nullable VmHaState state) {
        return owner.isByHa()
                || (state != null
                        && state.host().equals(owner.host())
                        && state.epoch().equals(owner.epoch()));
    }

    private static Protection protection(io.atoll.ha.zk.facts.Protection protection) {
        var policies = protection.policies();
        return new Protection(
                protection.priority().weight(),
                protection.waitFor(),
                switch (policies.isolation()) {
                    case KEEP_RUNNING -> Protection.Isolation.KEEP_RUNNING;
                    case STOP_AND_RESTART_ELSEWHERE -> Protection.Isolation.RESTART_ELSEWHERE;
                },
                switch (policies.storageLoss()) {
                    case KEEP_PAUSED -> Protection.StorageLoss.KEEP_PAUSED;
                    case RESTART_ELSEWHERE -> Protection.StorageLoss.RESTART_ELSEWHERE;
                },
                switch (policies.health()) {
                    case PROCESS_ENDS ->
                        EnumSet.of(FailureCause.QEMU_CRASHED, FailureCause.START_FAILED, FailureCause.IMAGE_LOCKED);
                    case PROCESS_ENDS_OR_GUEST_CRASHES -> EnumSet.complementOf(EnumSet.of(FailureCause.GUEST_SILENT));
                    case GUEST_STOPS_ANSWERING -> EnumSet.allOf(FailureCause.class);
                });
    }

    private static Condition condition(VmHaState.Phase phase, @Nullable String reason) {
        return switch (phase) {
            case STARTING -> new Condition.Starting();
            case RUNNING -> new Condition.Running();
            case READY -> new Condition.Ready();
            case FAILED -> new Condition.Failed(FailureReason.cause(reason));
            case GONE -> new Condition.Gone();
            case STOPPED -> new Condition.Stopped();
        };
    }

    static BootId boot(String text) {
        try {
            return new BootId(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return UNREADABLE_BOOT;
        }
    }
}
