package io.atoll.ha.zk.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.NettyServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.FastLeaderElection;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server of the installation's ensemble, in a process of its own: TLS with certificates of the installation for clients
 * and among the servers, no other port. ZooKeeper takes much of its configuration from the process, so there is one of it.
 */
public final class EnsembleServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleServer.class);
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int CLEAN_EVERY_HOURS = 1;
    private static final Duration LONGEST_ASKING_PAUSE = Duration.ofSeconds(2);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private final EnsembleSettings settings;
    private final Peer peer = new Peer();

    private EnsembleServer(EnsembleSettings settings) {
        this.settings = settings;
    }

    /**
     * How the server knows others.
     *
     * @param members trusts any host or manager of the installation
     * @param servers trusts the hosts of the ensemble only
     */
    public record Tls(
            UUID installation,
            X509ExtendedKeyManager keys,
            X509ExtendedTrustManager members,
            X509ExtendedTrustManager servers) {}

    /** Makes what {@link #run} will run; nothing listens yet. */
    public static EnsembleServer of(EnsembleSettings settings, Tls tls) {
        System.setProperty("zookeeper.jmx.log4j.disable", "true");
        System.setProperty("zookeeper.serverCnxnFactory", NettyServerCnxnFactory.class.getName());
        System.setProperty("zookeeper.ssl.enabledProtocols", "TLSv1.3,TLSv1.2");
        System.setProperty("zookeeper.maxCnxns", "4096");
        // The default would reserve 64 MiB for every log file.
        System.setProperty("zookeeper.preAllocSize", "4096");
        electWithoutDelay();
        MemberAuthentication.use(tls.installation, tls.keys, tls.members);
        QuorumTls.use(tls.keys, tls.servers);
        return new EnsembleServer(settings);
    }

    /**
     * Beats wait while servers elect, so nothing may hold them up. Closing a TLS connection waits for the other end, as long as the
     * socket reads at most: 3 s more for a server whose peer is off. And servers without a majority ask the others at intervals
     * that double up to 60 s: so long after the network is whole again there may be no leader. Source: ZooKeeper Administrator's
     * Guide, {@code learner.closeSocketAsync}, {@code leader.closeSocketAsync} and {@code fastleader.maxNotificationInterval}; seen
     * in the fault runs F2, F10 and F30.
     */
    static void electWithoutDelay() {
        System.setProperty("zookeeper.learner.closeSocketAsync", "true");
        System.setProperty("zookeeper.leader.closeSocketAsync", "true");
        System.setProperty(
                FastLeaderElection.MAX_NOTIFICATION_INTERVAL, Long.toString(LONGEST_ASKING_PAUSE.toMillis()));
    }

    /** Serves until {@link #close}, or until the server has failed for good. */
    public void run() throws IOException {
        Files.writeString(numberFile(settings.data()), settings.number() + "\n", StandardCharsets.US_ASCII);
        var data = settings.data().toFile();
        var cleanup = new DatadirCleanupManager(data, data, SNAPSHOTS_KEPT, CLEAN_EVERY_HOURS);
        try {
            var config = new QuorumPeerConfig();
            config.parseProperties(settings.properties());
            cleanup.start();
            LOG.info("ZooKeeper server {} of {} starts", settings.number(), settings.connect());
            Thread.ofPlatform().daemon().name("zookeeper-links").start(this::keepLinks);
            peer.runFromConfig(config);
        } catch (ConfigException | AdminServerException e) {
            throw new IOException("The ZooKeeper server cannot start: " + e.getMessage(), e);
        } finally {
            cleanup.shutdown();
        }
    }

    private void keepLinks() {
        var renewal = new LinkRenewal();
        try {
            while (true) {
                Thread.sleep(LOOKS_EVERY);
                if (renewal.isDue(peer.isLooking(), System.nanoTime())) {
                    renewLinks();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewLinks() {
        LOG.info("No leader is found; the links to the other servers are made anew");
        try {
            peer.renewLinks();
        } catch (RuntimeException e) {
            LOG.warn("The links to the other servers could not be made anew; they are tried again", e);
        }
    }

    private static Path numberFile(Path data) {
        return data.resolve("myid");
    }

    /** Ends the connections of clients whose certificate is not {@code wanted} any more; with it they cannot come back. */
    public void closeConnections(Predicate<X509Certificate> wanted) {
        var serving = peer.serving();
        if (serving == null || serving.getSecureServerCnxnFactory() == null) {
            return;
        }
        for (var connection : serving.getSecureServerCnxnFactory().getConnections()) {
            var chain = connection.getClientCertificateChain();
            if (chain != null
                    && chain.length > 0
                    && chain[0] instanceof X509Certificate certificate
                    && !wanted.test(certificate)) {
                LOG.info("Closing a ZooKeeper connection of {}", certificate.getSubjectX500Principal());
                connection.close(ServerCnxn.DisconnectReason.CONNECTION_CLOSE_FORCED);
            }
        }
    }

    @Override
    public void close() {
        peer.close();
    }

    /** Opens what ZooKeeper's own main keeps to itself. */
    private static final class Peer extends QuorumPeerMain {
        private @Nullable ZooKeeperServer serving() {
            var running = quorumPeer;
            return running == null ? null : running.getActiveServer();
        }

        private boolean isLooking() {
            var running = quorumPeer;
            return running != null && running.getPeerState() == ServerState.LOOKING;
        }

        private void renewLinks() {
            var links = quorumPeer.getQuorumCnxManager();
            if (links != null) {
                links.softHalt();
                links.connectAll();
            }
        }
    }
}
