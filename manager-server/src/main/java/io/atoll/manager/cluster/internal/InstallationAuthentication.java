package io.atoll.manager.cluster.internal;

import io.atoll.manager.pki.PeerCheck;
import io.atoll.manager.pki.Pki;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.zookeeper.server.auth.X509AuthenticationProvider;
import org.jspecify.annotations.Nullable;

/**
 * How the embedded ZooKeeper knows its clients: by certificates of this installation, revoked ones refused. ZooKeeper makes
 * it by reflection from a system property, hence the static hand-over; there is one embedded server in a process.
 */
public final class InstallationAuthentication extends X509AuthenticationProvider {
    private static volatile @Nullable Pki pki;

    public InstallationAuthentication() {
        super(trust(), keys());
    }

    /** Before the server starts. */
    static void use(Pki installation) {
        pki = installation;
    }

    private static X509ExtendedKeyManager keys() {
        return given().keyManager();
    }

    private static X509ExtendedTrustManager trust() {
        return given().trustManager(PeerCheck.member());
    }

    private static Pki given() {
        var installation = pki;
        if (installation == null) {
            throw new IllegalStateException("The embedded ZooKeeper was started without its certificate authority.");
        }
        return installation;
    }
}
