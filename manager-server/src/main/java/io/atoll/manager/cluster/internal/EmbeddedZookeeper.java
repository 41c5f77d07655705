package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.server.MemberAuthentication;
import io.atoll.manager.pki.PeerCheck;
import io.atoll.manager.pki.Pki;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.NettyServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real ZooKeeper server in this process: TLS with client certificates only, data in a folder that persists. */
final class EmbeddedZookeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedZookeeper.class);
    private static final int MOST_CONNECTIONS_PER_ADDRESS = 200;
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int CLEAN_EVERY_HOURS = 1;
    private static final int LONGEST_SESSION_TICKS = 120;

    private final ServerCnxnFactory connections;
    private final ZooKeeperServer server;
    private final DatadirCleanupManager cleanup;

    private EmbeddedZookeeper(ServerCnxnFactory connections, ZooKeeperServer server, DatadirCleanupManager cleanup) {
        this.connections = connections;
        this.server = server;
        this.cleanup = cleanup;
    }

    static EmbeddedZookeeper start(Path folder, ZookeeperProperties properties, Pki pki) {
        configureProcess();
        MemberAuthentication.use(pki.installationId(), pki.keyManager(), pki.trustManager(PeerCheck.member()));
        ProviderRegistry.initialize();
        var data = folder.toFile();
        try {
            var tick = Math.toIntExact(properties.tickTime().toMillis());
            var files = new FileTxnSnapLog(data, data);
            var server = new ZooKeeperServer(
                    files, tick, 2 * tick, LONGEST_SESSION_TICKS * tick, -1, new ZKDatabase(files), "");
            var connections = ServerCnxnFactory.createFactory();
            var address = new InetSocketAddress(InetAddress.getByName(properties.bindAddress()), properties.port());
            connections.configure(address, MOST_CONNECTIONS_PER_ADDRESS, -1, true);
            connections.startup(server);
            var cleanup = cleanup(data);
            cleanup.start();
            LOG.info("Embedded ZooKeeper listens on {}:{}", properties.bindAddress(), connections.getLocalPort());
            return new EmbeddedZookeeper(connections, server, cleanup);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded ZooKeeper cannot start on %s:%d with its data in %s. Maybe another process uses the port: set atoll.zookeeper.port."
                            .formatted(properties.bindAddress(), properties.port(), folder),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the embedded ZooKeeper started.", e);
        }
    }

    /** ZooKeeper takes these from the process only. */
    private static void configureProcess() {
        System.setProperty("zookeeper.admin.enableServer", "false");
        System.setProperty("zookeeper.jmx.log4j.disable", "true");
        System.setProperty("zookeeper.serverCnxnFactory", NettyServerCnxnFactory.class.getName());
        System.setProperty("zookeeper.ssl.enabledProtocols", "TLSv1.3,TLSv1.2");
        System.setProperty("zookeeper.ssl.clientHostnameVerification", "false");
        System.setProperty("zookeeper.maxCnxns", "4096");
        System.setProperty("zookeeper.4lw.commands.whitelist", "");
        // The default would reserve 64 MiB for every log file.
        System.setProperty("zookeeper.preAllocSize", "4096");
    }

    private static DatadirCleanupManager cleanup(File data) {
        return new DatadirCleanupManager(data, data, SNAPSHOTS_KEPT, CLEAN_EVERY_HOURS);
    }

    int port() {
        return connections.getLocalPort();
    }

    /** Ends the connections of clients whose certificate is among these; with it they cannot come back. */
    void closeConnectionsOf(Set<String> revokedSerials) {
        for (var connection : connections.getConnections()) {
            var chain = connection.getClientCertificateChain();
            if (chain != null
                    && chain.length > 0
                    && chain[0] instanceof X509Certificate certificate
                    && revokedSerials.contains(certificate.getSerialNumber().toString(16))) {
                LOG.info("Closing a ZooKeeper connection of {}: revoked", certificate.getSubjectX500Principal());
                connection.close(ServerCnxn.DisconnectReason.CONNECTION_CLOSE_FORCED);
            }
        }
    }

    @Override
    public void close() {
        cleanup.shutdown();
        connections.shutdown();
        server.shutdown();
    }
}
