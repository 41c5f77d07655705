package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.NodeLayout;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.HaRules;
import io.atoll.ha.zk.view.HaFacts;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.RulesAtRestart;
import io.atoll.model.ClusterId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Carries placement rules to where agents read them, on the leader. Labels change whom a rule means, so rules are resolved anew each
 * time; what is there already is not written again. Rules for which there is no room are announced, once for each change.
 */
@Component
class HaRulesCourier {
    private static final Logger LOG = LoggerFactory.getLogger(HaRulesCourier.class);

    private final JdbcClient jdbc;
    private final Inventory inventory;
    private final RulesAtRestart rules;
    private final HaRules nodes;
    private final HaSight sight;
    private final Leadership leadership;
    private final NodeLayout layout;

    /** For the one thread that carries. */
    private final Map<ClusterId, SortedSet<String>> leftOut = new HashMap<>();

    HaRulesCourier(
            JdbcClient jdbc,
            Inventory inventory,
            RulesAtRestart rules,
            HaRules nodes,
            HaSight sight,
            Leadership leadership,
            ZookeeperConnection zookeeper) {
        this.jdbc = jdbc;
        this.inventory = inventory;
        this.rules = rules;
        this.nodes = nodes;
        this.sight = sight;
        this.leadership = leadership;
        this.layout = zookeeper.layout();
    }

    @Scheduled(fixedDelayString = "${atoll.ha.rules-interval:2s}")
    void carry() {
        if (!leadership.isLeader()) {
            leftOut.clear();
            return;
        }
        try {
            sight.now().ifPresent(seen -> carry(seen.facts()));
        } catch (ZookeeperUnavailableException | DataAccessException e) {
            LOG.debug("Placement rules are carried later: {}", e.getMessage());
        }
    }

    private void carry(HaFacts there) {
        var gone = new TreeMap<>(there.rules());
        for (var id : clusters()) {
            gone.remove(id);
            inventory.cluster(id).ifPresent(cluster -> carry(cluster, there));
        }
        gone.keySet().forEach(nodes::remove);
        leftOut.keySet().removeAll(gone.keySet());
    }

    private void carry(Cluster cluster, HaFacts there) {
        var id = cluster.id();
        var fitted = rules.of(cluster);
        var told = fitted.told();
        var known = there.rules().get(id);
        var nothingIsRight = told.isEmpty() && !there.unreadable().containsKey(layout.haRules(id));
        if (known == null ? !nothingIsRight : !told.equals(known)) {
            nodes.write(told);
            LOG.info(
                    "cluster={} placement rules told to the agents: must={} should={}",
                    id,
                    told.must().size(),
                    told.should().size());
        }
        var before = leftOut.getOrDefault(id, new TreeSet<>());
        if (!fitted.leftOut().equals(before)) {
            LOG.warn("cluster={} HA does not know rules={}: there is no room for them", id, fitted.leftOut());
            rules.announce(id, changed(before, fitted.leftOut()));
            leftOut.put(id, fitted.leftOut());
        }
    }

    private static SortedSet<String> changed(SortedSet<String> before, SortedSet<String> now) {
        var changed = new TreeSet<>(before);
        changed.addAll(now);
        changed.removeIf(name -> before.contains(name) && now.contains(name));
        return changed;
    }

    private List<ClusterId> clusters() {
        return jdbc.sql("select id from cluster order by id")
                .query((row, _) -> new ClusterId(row.getObject("id", UUID.class)))
                .list();
    }
}
