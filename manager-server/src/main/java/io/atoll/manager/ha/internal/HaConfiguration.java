package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.EvidenceRegistry;
import io.atoll.ha.zk.facts.HaRules;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.ha.zk.facts.Protections;
import io.atoll.ha.zk.facts.VmStates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What HA keeps in ZooKeeper. */
@Configuration(proxyBeanMethods = false)
class HaConfiguration {
    @Bean
    Protections protections(ZookeeperConnection zookeeper) {
        return new Protections(zookeeper);
    }

    @Bean
    HaSettings haSettings(ZookeeperConnection zookeeper) {
        return new HaSettings(zookeeper);
    }

    @Bean
    HaRules rulesOfHa(ZookeeperConnection zookeeper) {
        return new HaRules(zookeeper);
    }

    @Bean
    EvidenceRegistry evidenceRegistry(ZookeeperConnection zookeeper) {
        return new EvidenceRegistry(zookeeper);
    }

    @Bean
    Incidents incidents(ZookeeperConnection zookeeper) {
        return new Incidents(zookeeper);
    }

    @Bean
    VmStates vmStates(ZookeeperConnection zookeeper) {
        return new VmStates(zookeeper);
    }
}
