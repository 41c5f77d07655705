package io.atoll.agent;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.OwnerChange;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.ZookeeperTls;
import io.atoll.ha.zk.server.MemberAuthentication;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.zookeeper.common.X509Util;
import org.apache.zookeeper.server.NettyServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.ProviderRegistry;

/** A real ZooKeeper server with TLS, and what a manager does in it. */
final class TestZookeeper implements AutoCloseable {
    private final Path folder;
    private final String address;
    private final ZooKeeperServer server;
    private final ServerCnxnFactory connections;
    private final int port;
    private final ZookeeperConnection manager;
    private boolean down;

    TestZookeeper(Path folder, TestAuthority authority) throws Exception {
        this(folder, authority, "127.0.0.1");
    }

    TestZookeeper(Path folder, TestAuthority authority, String address) throws Exception {
        this.folder = folder;
        this.address = address;
        var tls = write(authority, authority.issue(TestAuthority.at(address, TestAuthority.managerContents())));
        System.setProperty("zookeeper.admin.enableServer", "false");
        System.setProperty("zookeeper.serverCnxnFactory", NettyServerCnxnFactory.class.getName());
        MemberAuthentication.use(
                UUID.fromString(authority.installation()),
                (X509ExtendedKeyManager)
                        X509Util.createKeyManager(tls.identity().toString(), "", "PEM"),
                (X509ExtendedTrustManager) X509Util.createTrustManager(
                        tls.trusted().toString(), "", "PEM", false, false, false, false, false, false));
        System.setProperty("zookeeper.ssl.keyStore.location", tls.identity().toString());
        System.setProperty("zookeeper.ssl.keyStore.type", "PEM");
        System.setProperty("zookeeper.ssl.trustStore.location", tls.trusted().toString());
        System.setProperty("zookeeper.ssl.trustStore.type", "PEM");
        System.setProperty("zookeeper.ssl.clientAuth", "need");
        System.setProperty("zookeeper.ssl.clientHostnameVerification", "false");
        ProviderRegistry.reset();
        ProviderRegistry.initialize();
        var data = folder.resolve("zk").toFile();
        server = new ZooKeeperServer(data, data, 500);
        connections = ServerCnxnFactory.createFactory();
        connections.configure(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 100, -1, true);
        connections.startup(server);
        port = connections.getLocalPort();
        manager = ZookeeperConnection.open(
                ZookeeperSettings.of(connect(), UUID.fromString(authority.installation()), tls));
        if (!manager.awaitConnected(Duration.ofSeconds(30))) {
            throw new IllegalStateException("The test's ZooKeeper does not answer.");
        }
        manager.createLayout();
    }

    /** What a manager writes and reads. */
    ZookeeperConnection manager() {
        return manager;
    }

    String connect() {
        return address + ":" + port;
    }

    /** Where its data is; to be copied after {@link #goDown}. */
    Path data() {
        return folder.resolve("zk");
    }

    void admit(HostId host) {
        new HostRegistry(manager).admit(host);
    }

    boolean isAlive(HostId host) {
        return new HostRegistry(manager).alive(host).isPresent();
    }

    /** Makes the host the VM's owner and returns the epoch. */
    VmEpoch claim(VmId vm, HostId host) {
        var change =
                new OwnerRegistry(manager).claim(vm, host, UUID.randomUUID().toString());
        return ((OwnerChange.Applied) change).owner().epoch();
    }

    void transfer(VmId vm, HostId from, HostId to, VmEpoch epoch) {
        var change = new OwnerRegistry(manager).transfer(vm, from, to, epoch);
        if (!(change instanceof OwnerChange.Applied)) {
            throw new IllegalStateException(change.toString());
        }
    }

    void release(VmId vm, HostId host, VmEpoch epoch) {
        new OwnerRegistry(manager).release(vm, host, epoch);
    }

    private ZookeeperTls write(TestAuthority authority, TestAuthority.Identity identity) throws IOException {
        var file = folder.resolve("zk-identity.pem");
        Files.writeString(file, identity.keyPem() + identity.certificatePem());
        var trusted = folder.resolve("zk-trusted.pem");
        Files.writeString(trusted, authority.pem());
        return new ZookeeperTls(file, trusted);
    }

    /** The server goes away and does not come back. */
    void goDown() {
        if (!down) {
            down = true;
            connections.shutdown();
            server.shutdown();
        }
    }

    @Override
    public void close() {
        manager.close();
        goDown();
        ProviderRegistry.reset();
    }
}
