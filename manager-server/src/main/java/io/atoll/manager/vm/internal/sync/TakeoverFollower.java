package io.atoll.manager.vm.internal.sync;

import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.manager.audit.AuditLog;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.VmChanges;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Believes ZooKeeper where agents have given a VM to another host: the VM is there then, under the new epoch, and on its way
 * up. Looks only at VMs whose host is not well or that are on such a way already, so an ordinary day costs nothing. What the
 * new host reports takes over from here.
 */
@Component
class TakeoverFollower {
    private static final Logger LOG = LoggerFactory.getLogger(TakeoverFollower.class);
    private static final int AT_ONCE = 1_000;

    private final JdbcClient jdbc;
    private final OwnerRegistry owners;
    private final VmStore vms;
    private final FollowerPens pens;
    private final Leadership leadership;
    private final RestartTroubles troubles;
    private final Clock clock;

    TakeoverFollower(
            JdbcClient jdbc,
            OwnerRegistry owners,
            VmStore vms,
            FollowerPens pens,
            Leadership leadership,
            RestartTroubles troubles,
            Clock clock) {
        this.jdbc = jdbc;
        this.owners = owners;
        this.vms = vms;
        this.pens = pens;
        this.leadership = leadership;
        this.troubles = troubles;
        this.clock = clock;
    }

    /** Where it writes. */
    @Component
    record FollowerPens(
            VmChanges changes,
            Inventory inventory,
            AuditLog audit,
            LeaderTransaction transaction,
            TakeoverReasons reasons) {}

    @Scheduled(fixedDelayString = "${atoll.ha.follow-interval:1s}")
    void look() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            return;
        }
        try {
            suspects().forEach(vm -> follow(vm, epoch.get()));
        } catch (ZookeeperUnavailableException | DataAccessException e) {
            LOG.debug("takeovers are followed later: {}", e.getMessage());
        }
    }

    /** While a task works on a VM the task finds out, and ends. */
    private List<VmId> suspects() {
        return jdbc.sql("""
                select v.id from vm v left join host h on h.id = v.host_id
                 where v.active_task_id is null
                   and (v.power_state = 'UNKNOWN' or (v.host_id is not null and h.state <> 'READY')
                        or v.conditions @> '[{"code": "HA_RESTARTING"}]')
                 order by v.id limit :most
                """)
                .param("most", AT_ONCE)
                .query((row, _) -> new VmId(row.getObject("id", UUID.class)))
                .list();
    }

    private void follow(VmId id, LeaderEpoch epoch) {
        var owner = owners.read(id);
        var known = vms.find(id.value());
        if (owner.isEmpty() || known.isEmpty() || isStranger(owner.get().host())) {
            return;
        }
        if (!isBehind(known.get(), owner.get())) {
            troubles.look(known.get(), owner.get()).ifPresent(trouble -> note(id, trouble, epoch));
            return;
        }
        var again = known.get().status().isRestartedByHa()
                && Objects.equals(known.get().status().host(), owner.get().host());
        var now = clock.instant();
        var text = detail(known.get(), owner.get());
        var reason = pens.reasons.of(known.get().status(), owner.get().host(), now);
        var changed = pens.transaction.call(epoch, () -> {
            vms.lock(id.value())
                    .filter(vm -> isBehind(vm, owner.get()))
                    .ifPresent(_ -> reason.ifPresent(report -> pens.changes.keepTakeover(id, report)));
            return pens.changes.change(
                    id, vm -> isBehind(vm, owner.get()) ? vm.withStatus(s -> moved(s, owner.get(), text, now)) : vm);
        });
        changed.ifPresent(vm -> {
            LOG.info(
                    "vm={} host={} epoch={} {}",
                    id,
                    owner.get().host(),
                    owner.get().epoch(),
                    text);
            if (!again) { // an image that is locked is tried about every second
                pens.audit.record("system", "", "vm.ha-moved", "vm/" + id, "OK", text);
            }
        });
    }

    /** What keeps HA from having it running, and what comes next; a VM that HA leaves alone is not starting any more. */
    private void note(VmId id, RestartTroubles.Trouble trouble, LeaderEpoch epoch) {
        var now = clock.instant();
        var changed = pens.transaction.call(
                epoch,
                () -> pens.changes.change(
                        id,
                        vm -> vm.status().equals(trouble.seen())
                                ? vm.withStatus(status -> trouble.tried()
                                        ? status.stillRestartedByHa(trouble.text(), now)
                                        : status.off(VmPowerState.CRASHED, trouble.text(), now))
                                : vm));
        changed.ifPresent(_ -> LOG.info("vm={} {}", id, trouble.text()));
    }

    /** A host that is not in the inventory any more cannot be shown as anybody's. */
    private boolean isStranger(@Nullable HostId host) {
        return host != null && pens.inventory.host(host).isEmpty();
    }

    private static boolean isBehind(VmRecord vm, Owner owner) {
        return vm.status().activeTask() == null
                && vm.status().epoch().isOlderThan(owner.epoch())
                && vm.status().powerState() != VmPowerState.CREATING;
    }

    private static VmStatus moved(VmStatus status, Owner owner, String text, Instant now) {
        return status.movedByHa(owner.host(), owner.epoch(), text, now);
    }

    private String detail(VmRecord vm, Owner owner) {
        var host = owner.host();
        return host == null
                ? "HA has taken it from its host; it waits for %s.".formatted(waitsFor(vm))
                : "HA is restarting it on %s.".formatted(name(host));
    }

    /** The VMs that are to be ready first; where all of them run it can be nothing but room. */
    private String waitsFor(VmRecord vm) {
        var first = vm.spec().ha().restartAfter().stream()
                .map(id -> vms.find(id.value()))
                .flatMap(Optional::stream)
                .filter(other -> other.status().powerState() != VmPowerState.RUNNING)
                .map(VmRecord::name)
                .sorted()
                .toList();
        return first.isEmpty() ? "a place" : String.join(", ", first);
    }

    private String name(HostId host) {
        return pens.inventory.host(host).map(Host::name).orElse(host.toString());
    }
}
