package io.atoll.ha.zk;

import io.atoll.ha.zk.server.MemberAuthentication;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.zookeeper.common.X509Util;
import org.apache.zookeeper.server.NettyServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper server with TLS from PEM files: a stock one, as an operator would set up an ensemble of their own, or one that
 * knows the members of an installation.
 */
public final class TlsServer implements AutoCloseable {
    private final Map<String, @Nullable String> before = new HashMap<>();
    private final ServerCnxnFactory connections;
    private final ZooKeeperServer server;

    static TlsServer stock(Path data, ZookeeperTls tls) throws Exception {
        return new TlsServer(data, tls, null);
    }

    public static TlsServer ours(Path data, ZookeeperTls tls, UUID installation) throws Exception {
        return new TlsServer(data, tls, installation);
    }

    private TlsServer(Path data, ZookeeperTls tls, @Nullable UUID installation) throws Exception {
        set("zookeeper.admin.enableServer", "false");
        set("zookeeper.serverCnxnFactory", NettyServerCnxnFactory.class.getName());
        if (installation == null) {
            set("zookeeper.authProvider.x509", "org.apache.zookeeper.server.auth.X509AuthenticationProvider");
        } else {
            set("zookeeper.authProvider.atoll", "");
            set("zookeeper.ssl.authProvider", "x509");
            var keys = X509Util.createKeyManager(tls.identity().toString(), "", "PEM");
            var trust = X509Util.createTrustManager(
                    tls.trusted().toString(), "", "PEM", false, false, false, false, false, false);
            MemberAuthentication.use(installation, (X509ExtendedKeyManager) keys, (X509ExtendedTrustManager) trust);
        }
        set("zookeeper.ssl.keyStore.location", tls.identity().toString());
        set("zookeeper.ssl.keyStore.type", "PEM");
        set("zookeeper.ssl.trustStore.location", tls.trusted().toString());
        set("zookeeper.ssl.trustStore.type", "PEM");
        set("zookeeper.ssl.clientAuth", "need");
        set("zookeeper.ssl.clientHostnameVerification", "false");
        ProviderRegistry.reset();
        ProviderRegistry.initialize();
        server = new ZooKeeperServer(data.toFile(), data.toFile(), 500);
        connections = ServerCnxnFactory.createFactory();
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100, -1, true);
        connections.startup(server);
    }

    public String connectString() {
        return "127.0.0.1:" + connections.getLocalPort();
    }

    private void set(String key, String value) {
        before.put(key, System.getProperty(key));
        System.setProperty(key, value);
    }

    @Override
    public void close() {
        connections.shutdown();
        server.shutdown();
        before.forEach((key, value) -> {
            if (value == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, value);
            }
        });
        ProviderRegistry.reset();
    }
}
