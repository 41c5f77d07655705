package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.ManagerEntry;
import io.atoll.ha.zk.ManagerRegistry;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.manager.cluster.ZookeeperAddress;
import io.atoll.manager.cluster.ZookeeperQuorum;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.pki.PublicAddress;
import io.atoll.manager.platform.BuildInfo;
import io.atoll.manager.platform.DataDirectory;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts the embedded ZooKeeper or finds yours, and wires what stands on it. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {
    /** Where ZooKeeper is: the embedded server, if it is ours, and how this manager and hosts connect. */
    record Ensemble(Optional<EmbeddedZookeeper> embedded, String connect, String advertised) implements AutoCloseable {
        @Override
        public void close() {
            embedded.ifPresent(EmbeddedZookeeper::close);
        }
    }

    @Bean
    Ensemble ensemble(ZookeeperProperties properties, DataDirectory folder, Pki pki, PublicAddress address) {
        var external = properties.connect();
        if (external != null) {
            var advertised = properties.advertised();
            return new Ensemble(Optional.empty(), external, advertised == null ? external : advertised);
        }
        var server = EmbeddedZookeeper.start(folder.part("zookeeper"), properties, pki);
        pki.onRevocation(server::closeConnectionsOf);
        var here = properties.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : properties.bindAddress();
        var host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        var advertised = properties.advertised();
        return new Ensemble(
                Optional.of(server),
                here + ":" + server.port(),
                advertised == null ? host + ":" + server.port() : advertised);
    }

    @Bean
    ZookeeperAddress zookeeperAddress(Ensemble ensemble) {
        return new ZookeeperAddress(ensemble.advertised(), ensemble.embedded().isPresent());
    }

    @Bean
    ZookeeperSettings zookeeperSettings(
            Ensemble ensemble, ZookeeperProperties properties, DataDirectory folder, Pki pki) {
        var tls = properties.tls() || ensemble.embedded().isPresent() ? TlsFiles.keep(folder.part("tls"), pki) : null;
        return new ZookeeperSettings(
                ensemble.connect(),
                pki.installationId(),
                properties.sessionTimeout(),
                properties.sessionTimeout(),
                tls);
    }

    @Bean
    ZookeeperConnection zookeeperConnection(ZookeeperSettings settings) {
        return ZookeeperConnection.open(settings);
    }

    @Bean
    ZookeeperQuorum zookeeperQuorum(Ensemble ensemble, ZookeeperSettings settings, Clock clock) {
        var servers = ensemble.embedded().isPresent() ? List.<String>of() : ProbedQuorum.each(settings.connect());
        return new ProbedQuorum(
                servers.stream()
                        .map(server -> new ZookeeperSettings(
                                server,
                                settings.installation(),
                                settings.sessionTimeout(),
                                settings.connectTimeout(),
                                settings.tls()))
                        .toList(),
                clock);
    }

    @Bean
    OwnerRegistry ownerRegistry(ZookeeperConnection zookeeper) {
        return new OwnerRegistry(zookeeper);
    }

    @Bean
    HostRegistry hostRegistry(ZookeeperConnection zookeeper) {
        return new HostRegistry(zookeeper);
    }

    @Bean
    ManagerRegistry managerRegistry(ZookeeperConnection zookeeper) {
        return new ManagerRegistry(zookeeper);
    }

    @Bean
    PostgresLeaderFence leaderFence(JdbcClient jdbc) {
        return new PostgresLeaderFence(jdbc);
    }

    @Bean
    ElectedLeadership leadership(
            ZookeeperConnection zookeeper,
            PostgresLeaderFence fence,
            Ensemble ensemble,
            Pki pki,
            PublicAddress address,
            BuildInfo build,
            Clock clock) {
        var self = new ManagerEntry(pki.managerId(), address.url().getAuthority(), build.version(), clock.instant());
        return new ElectedLeadership(zookeeper, fence, self, ensemble.embedded().isPresent(), clock);
    }
}
