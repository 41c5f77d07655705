package io.atoll.ha.zk.server;

import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the servers among themselves. ZooKeeper makes this object by reflection and keeps the context for good; so the
 * key and trust manager must be ones that look at the certificates of the moment.
 */
public final class QuorumTls implements Supplier<SSLContext> {
    private static volatile @Nullable Identity given;

    /** Before the server starts. */
    static void use(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
        given = new Identity(keys, trust);
        System.setProperty("zookeeper.ssl.quorum.context.supplier.class", QuorumTls.class.getName());
        System.setProperty("zookeeper.ssl.quorum.clientAuth", "need");
        System.setProperty("zookeeper.ssl.quorum.enabledProtocols", "TLSv1.3");
    }

    @Override
    public SSLContext get() {
        var identity = given;
        if (identity == null) {
            throw new IllegalStateException("This ZooKeeper server was started without certificates for its quorum.");
        }
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {identity.keys}, new TrustManager[] {identity.trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no TLS 1.3.", e);
        }
    }

    private record Identity(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {}
}
