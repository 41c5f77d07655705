package io.atoll.manager.vm.internal.ha;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.Orders;
import io.atoll.ha.zk.facts.Orders.Leave;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.vm.internal.VmPowerRequests;
import io.atoll.model.HostId;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Migrates the VMs that the HA leader wants away from a host whose guests are cut off, on the leading manager. Which VMs, where to
 * and how many at once the HA leader says; here is only looked whether it is still meant.
 */
@Component
class GuestNetworkRescue {
    private static final Logger LOG = LoggerFactory.getLogger(GuestNetworkRescue.class);
    private static final String BY = "HA: the host's guest network is down";

    private final HaSight sight;
    private final ZookeeperConnection zookeeper;
    private final VmPowerRequests requests;
    private final Leadership leadership;

    GuestNetworkRescue(HaSight sight, ZookeeperConnection zookeeper, VmPowerRequests requests, Leadership leadership) {
        this.sight = sight;
        this.zookeeper = zookeeper;
        this.requests = requests;
        this.leadership = leadership;
    }

    @Scheduled(fixedDelayString = "${atoll.ha.rescue-interval:2s}")
    void look() {
        if (leadership.epoch().isEmpty()) {
            return;
        }
        try {
            sight.now().ifPresent(this::look);
        } catch (ZookeeperUnavailableException | DataAccessException e) {
            LOG.debug("VMs without network are looked at later: {}", e.getMessage());
        }
    }

    private void look(HaSight.Seen seen) {
        var cutOff = seen.facts().hosts().values().stream()
                .filter(host -> !host.guestNetworkUp())
                .map(host -> host.host())
                .collect(Collectors.toSet());
        if (cutOff.isEmpty()) {
            return;
        }
        seen.facts().settings().forEach((cluster, settings) -> {
            if (settings.hosts().keySet().stream().anyMatch(cutOff::contains)) {
                new Orders(zookeeper, cluster)
                        .leaving().stream()
                                .filter(leave -> isMeant(leave, cutOff, seen))
                                .forEach(this::migrate);
            }
        });
    }

    private static boolean isMeant(Leave leave, Set<HostId> cutOff, HaSight.Seen seen) {
        var owned = seen.facts().vms().owners().get(leave.vm());
        return cutOff.contains(leave.from())
                && !cutOff.contains(leave.to())
                && owned != null
                && owned.owner().isOwnedBy(leave.from())
                && owned.owner().epoch().equals(leave.epoch());
    }

    private void migrate(Leave leave) {
        try {
            var task = requests.migrate(leave.vm(), leave.to(), BY);
            LOG.info(
                    "vm={} migrates from={} to={} task={}: the network of its host's guests is gone",
                    leave.vm(),
                    leave.from(),
                    leave.to(),
                    task);
        } catch (AtollException e) {
            LOG.debug("vm={} does not migrate now: {}", leave.vm(), e.getMessage()); // the HA leader asks again
        }
    }
}
