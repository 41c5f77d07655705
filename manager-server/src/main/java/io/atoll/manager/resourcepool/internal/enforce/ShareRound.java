package io.atoll.manager.resourcepool.internal.enforce;

import io.atoll.agent.v1.ApplyVmShares;
import io.atoll.agent.v1.VmShare;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Host.SelfCheck;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.resourcepool.internal.enforce.HostSettings.Setting;
import io.atoll.manager.resourcepool.internal.enforce.SettingRows.Told;
import io.atoll.manager.resourcepool.jpa.ComputePoolStore;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells hosts what their VMs are to get while they compete, on the leader: when it changes, and once a minute in any case, because
 * an agent that was started anew has forgotten it. A host without controllers is not told, and that is kept with its VMs.
 */
@Component("resourcePoolShareRound")
class ShareRound {
    private static final Logger LOG = LoggerFactory.getLogger(ShareRound.class);
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
    private static final String CHECK = "resource-control";
    private static final String NOT_ENFORCED = "Not enforced on this host: ";

    private final LiveClusters clusters;
    private final ComputePoolStore pools;
    private final SettingRows rows;
    private final AgentLink agents;
    private final Leadership leadership;
    private final LeaderTransaction transaction;
    private final Ids ids;
    private final Clock clock;
    private final Map<HostId, Sent> sent = new ConcurrentHashMap<>();
    private final Set<HostId> underWay = ConcurrentHashMap.newKeySet();

    /** What a host has acknowledged, and when. */
    private record Sent(SortedMap<VmId, Setting> settings, Instant at) {}

    ShareRound(
            LiveClusters clusters,
            ComputePoolStore pools,
            SettingRows rows,
            AgentLink agents,
            Leadership leadership,
            LeaderTransaction transaction,
            RoundTime time) {
        this.clusters = clusters;
        this.pools = pools;
        this.rows = rows;
        this.agents = agents;
        this.leadership = leadership;
        this.transaction = transaction;
        this.ids = time.ids();
        this.clock = time.clock();
    }

    /** Ids of operations, and the time. */
    @Component("resourcePoolRoundTime")
    record RoundTime(Ids ids, Clock clock) {}

    @Scheduled(fixedDelayString = "${atoll.resource-pool.interval:10s}")
    void tellAll() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            sent.clear();
            return;
        }
        try {
            rows.clusters().forEach(cluster -> tellOne(cluster, epoch.get()));
        } catch (DataAccessException e) {
            LOG.debug("shares are told later: {}", e.getMessage()); // the database restarts
        }
    }

    /** What is wrong with one cluster keeps nothing from the others. */
    private void tellOne(ClusterId cluster, LeaderEpoch epoch) {
        try {
            tell(cluster, epoch);
        } catch (DataAccessException | AtollException | DeposedException e) {
            LOG.debug("cluster={} shares are told later: {}", cluster, e.getMessage()); // it was deleted, for instance
        } catch (RuntimeException e) {
            LOG.warn("cluster={} shares cannot be told: {}", cluster, e.toString());
        }
    }

    private void tell(ClusterId id, LeaderEpoch epoch) {
        var live = clusters.now(id);
        var told = rows.in(id);
        var before = new TreeMap<VmId, Setting>();
        told.forEach((vm, one) -> before.put(vm, one.setting()));
        var wanted = HostSettings.of(live, pools.in(id), before);
        var running = new TreeMap<VmId, HostId>();
        wanted.forEach((host, vms) -> vms.keySet().forEach(vm -> running.put(vm, host)));
        var gone = told.keySet().stream().filter(vm -> !running.containsKey(vm)).toList();
        if (!gone.isEmpty()) {
            transaction.run(epoch, () -> gone.forEach(rows::forget));
        }
        wanted.forEach((host, vms) -> {
            var known = live.hosts().get(host);
            if (known != null && known.isReady()) {
                tell(known, vms, told, epoch);
            }
        });
    }

    private void tell(Host host, SortedMap<VmId, Setting> vms, SortedMap<VmId, Told> told, LeaderEpoch epoch) {
        var control = host.facts().checks().stream()
                .filter(check -> check.name().equals(CHECK))
                .findFirst();
        if (control.filter(check -> check.outcome().equals("OK")).isEmpty()) {
            var why = control.map(SelfCheck::detail).orElse("its agent is older than resource pools.");
            keep(host.id(), vms, told, epoch, false, NOT_ENFORCED + why);
            return;
        }
        var last = sent.get(host.id());
        var now = clock.instant();
        var isNew = last == null
                || !last.settings().equals(vms)
                || last.at().plus(AGAIN_AFTER).isBefore(now);
        if (isNew && underWay.add(host.id())) {
            Thread.ofVirtual().name("shares-of-" + host.name()).start(() -> {
                try {
                    send(host.id(), vms, told, epoch);
                } catch (RuntimeException e) {
                    LOG.debug(
                            "host={} shares are told later: {}", host.id(), e.getMessage()); // deposed, or no database
                } finally {
                    underWay.remove(host.id());
                }
            });
        }
    }

    private void send(HostId host, SortedMap<VmId, Setting> vms, SortedMap<VmId, Told> told, LeaderEpoch epoch) {
        var request = ApplyVmShares.newBuilder();
        vms.forEach((vm, setting) -> request.addVms(share(vm, setting)));
        var outcome = agents.run(host, "shares:" + ids.next(), epoch, run -> run.setApplyVmShares(request), _ -> {});
        switch (outcome) {
            case AgentOutcome.Completed _ -> {
                sent.put(host, new Sent(vms, clock.instant()));
                keep(host, vms, told, epoch, true, "");
            }
            case AgentOutcome.Refused refused -> keep(host, vms, told, epoch, false, NOT_ENFORCED + refused.detail());
            case AgentOutcome.Failed failed -> keep(host, vms, told, epoch, false, NOT_ENFORCED + failed.detail());
            case AgentOutcome.Unavailable(var detail) -> LOG.debug("host={} shares not told: {}", host, detail);
        }
    }

    private static VmShare.Builder share(VmId vm, Setting setting) {
        var most = setting.cpuMaxMillicores();
        return VmShare.newBuilder()
                .setVmId(vm.toString())
                .setCpuWeight(setting.cpuWeight())
                .setCpuMaxMillicores(most == null ? 0 : most)
                .setMemoryLowMib(setting.memoryLowMib());
    }

    private void keep(
            HostId host,
            SortedMap<VmId, Setting> vms,
            SortedMap<VmId, Told> told,
            LeaderEpoch epoch,
            boolean enforced,
            String detail) {
        var other = new TreeMap<VmId, Setting>();
        vms.forEach((vm, setting) -> {
            var known = told.get(vm);
            if (known == null || !known.saysTheSameAs(host, setting, enforced, detail)) {
                other.put(vm, setting);
            }
        });
        if (!other.isEmpty()) {
            transaction.run(
                    epoch, () -> other.forEach((vm, setting) -> rows.write(vm, host, setting, enforced, detail)));
        }
    }
}
