package io.atoll.ha.zk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;

/**
 * One client of ZooKeeper: connects by itself, again and again, in the background. Every call through it ends in bounded
 * time, with a {@link ZookeeperUnavailableException} when there is no connection.
 */
public final class ZookeeperConnection implements AutoCloseable {
    private static final int RETRIES = 4;
    private static final int FIRST_PAUSE_MS = 50;
    private static final int LONGEST_PAUSE_MS = 1_000;

    private final CuratorFramework client;
    private final NodeLayout layout;
    private final NodeAcls acls;

    private ZookeeperConnection(CuratorFramework client, NodeLayout layout, NodeAcls acls) {
        this.client = client;
        this.layout = layout;
        this.acls = acls;
    }

    /** Begins to connect and returns at once; see {@link #awaitConnected}. */
    public static ZookeeperConnection open(ZookeeperSettings settings) {
        var acls = new NodeAcls(settings.installation(), settings.tls() != null);
        var client = CuratorFrameworkFactory.builder()
                .connectString(settings.connect())
                .sessionTimeoutMs(Math.toIntExact(settings.sessionTimeout().toMillis()))
                .connectionTimeoutMs(Math.toIntExact(settings.connectTimeout().toMillis()))
                .retryPolicy(new BoundedExponentialBackoffRetry(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, RETRIES))
                .zkClientConfig(clientConfig(settings))
                .aclProvider(acls)
                .dontUseContainerParents()
                // The list of servers comes from our configuration; the ensemble's own would name unreachable
                // addresses.
                .ensembleTracker(false)
                .build();
        client.start();
        return new ZookeeperConnection(client, new NodeLayout(settings.installation()), acls);
    }

    private static ZKClientConfig clientConfig(ZookeeperSettings settings) {
        var config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        var tls = settings.tls();
        if (tls == null) {
            return config;
        }
        config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
        config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
        try (var names = new ClientX509Util()) {
            config.setProperty(
                    names.getSslKeystoreLocationProperty(), tls.identity().toString());
            config.setProperty(names.getSslKeystoreTypeProperty(), "PEM");
            config.setProperty(
                    names.getSslTruststoreLocationProperty(), tls.trusted().toString());
            config.setProperty(names.getSslTruststoreTypeProperty(), "PEM");
            config.setProperty(names.getSslProtocolProperty(), "TLSv1.3");
            config.setProperty(names.getSslEnabledProtocolsProperty(), "TLSv1.3,TLSv1.2");
        }
        return config;
    }

    /** Waits for a connection; false when there is none within {@code limit}. */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        return client.blockUntilConnected(Math.toIntExact(limit.toMillis()), TimeUnit.MILLISECONDS);
    }

    public boolean connected() {
        return client.getZookeeperClient().isConnected();
    }

    /** Calls {@code listener} whenever the connection comes (true) or goes (false), on Curator's event thread. */
    public void onConnectionChange(ConnectionListener listener) {
        client.getConnectionStateListenable()
                .addListener((_, state) -> listener.connectionChanged(
                        switch (state) {
                            case CONNECTED, RECONNECTED -> true;
                            case SUSPENDED, LOST, READ_ONLY -> false;
                        }));
    }

    /** Is told of the connection's state. */
    @FunctionalInterface
    public interface ConnectionListener {
        void connectionChanged(boolean connected);
    }

    /** Makes the nodes everything else lies below; only a manager may. Repeatable. */
    public void createLayout() {
        perform("making the nodes of the installation", () -> {
            new InstallationNodes(this).make();
            return true;
        });
    }

    boolean secured() {
        return acls.secured();
    }

    /**
     * Whether the server knows this client as a member of the installation. If not (an ensemble without our
     * {@link io.atoll.ha.zk.server.MemberAuthentication}), agents cannot take over VMs: HA is not effective.
     */
    public boolean recognisedAsMember() {
        return perform("asking ZooKeeper who this client is", () -> {
            var wanted = NodeAcls.memberSubject(layout.installation());
            return !secured()
                    || client.getZookeeperClient().getZooKeeper().whoAmI().stream()
                            .anyMatch(identity -> wanted.equals(identity.getUser()));
        });
    }

    /** Takes the top of an ensemble that is this installation's alone out of everybody's hands; only a manager may. */
    public void closeTopToOthers() {
        perform(
                "protecting the top node",
                () -> client.setACL().withACL(acls.managersOnly()).forPath("/"));
    }

    public NodeLayout layout() {
        return layout;
    }

    public NodeAcls acls() {
        return acls;
    }

    /** For this module's packages; everybody else uses what stands on it. */
    public CuratorFramework client() {
        return client;
    }

    public void createIfMissing(String path, byte[] data) throws Exception {
        try {
            client.create().forPath(path, data);
        } catch (KeeperException.NodeExistsException _) {
            // Somebody else made it, or an earlier attempt of ours did.
        }
    }

    /** Runs a call and turns every failure of the connection into the one exception our callers know. */
    public static <T> T perform(String doing, Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZookeeperUnavailableException(doing, e);
        } catch (KeeperException.NoAuthException e) {
            throw new IllegalStateException(
                    "ZooKeeper refuses this client's certificate while %s: %s. Maybe it belongs to another installation."
                            .formatted(doing, e.getPath()),
                    e);
        } catch (KeeperException e) {
            throw new ZookeeperUnavailableException(doing, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ZookeeperUnavailableException(doing, e);
        }
    }

    /** A call to ZooKeeper. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws Exception;
    }

    @Override
    public void close() {
        client.close();
    }
}
