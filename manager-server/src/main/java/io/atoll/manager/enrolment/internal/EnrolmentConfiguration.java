package io.atoll.manager.enrolment.internal;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentTrust;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.enrolment.Enrolment;
import io.atoll.manager.task.Tasks;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

/** Wires what happens by itself. */
@Configuration(proxyBeanMethods = false)
class EnrolmentConfiguration {
    @Bean
    MembershipCare membershipCare(
            Membership membership,
            EnrolledHosts hosts,
            HostRegistry registry,
            AgentTrust agents,
            Enrolment enrolment,
            Tasks tasks,
            TransactionOperations transactions) {
        return new MembershipCare(membership, hosts, registry, agents, enrolment, tasks, transactions);
    }

    @Bean
    SmartInitializingSingleton membershipHearing(MembershipCare care, Leadership leadership, AgentLink link) {
        return () -> care.listenTo(leadership, link);
    }
}
