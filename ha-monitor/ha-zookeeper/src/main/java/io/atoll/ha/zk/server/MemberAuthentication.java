package io.atoll.ha.zk.server;

import io.atoll.ha.zk.NodeAcls;
import java.security.cert.X509Certificate;
import java.util.UUID;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.auth.X509AuthenticationProvider;
import org.jspecify.annotations.Nullable;

/**
 * How a server of ours knows its clients: by certificates of this installation, as the given trust manager sees it. A
 * client is the subject of its certificate and, beyond what ZooKeeper's own provider does, a member: {@link NodeAcls}
 * names both. ZooKeeper makes this object by reflection from a system property, hence the static hand-over; there is one
 * server in a process.
 */
public final class MemberAuthentication extends X509AuthenticationProvider {
    private static volatile @Nullable Identity given;

    private final UUID installation;

    public MemberAuthentication() {
        super(identity().trust, identity().keys);
        installation = identity().installation;
    }

    /** Before the server starts. */
    public static void use(UUID installation, X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
        given = new Identity(installation, keys, trust);
        System.setProperty("zookeeper.authProvider.atoll", MemberAuthentication.class.getName());
        System.setProperty("zookeeper.ssl.authProvider", "x509");
        System.setProperty("zookeeper.ssl.clientAuth", "need");
    }

    @Override
    public KeeperException.Code handleAuthentication(ServerCnxn connection, byte[] nothing) {
        var code = super.handleAuthentication(connection, nothing);
        if (code == KeeperException.Code.OK
                && connection.getClientCertificateChain()[0] instanceof X509Certificate certificate
                && belongsHere(certificate.getSubjectX500Principal().getName())) {
            connection.addAuthInfo(new Id(getScheme(), NodeAcls.memberSubject(installation)));
        }
        return code;
    }

    /** Hosts and managers only: a certificate that one day serves something else is no member for having our O. */
    private boolean belongsHere(String subject) {
        return subject.equals(NodeAcls.managerSubject(installation)) || NodeAcls.isHostSubject(installation, subject);
    }

    private static Identity identity() {
        var identity = given;
        if (identity == null) {
            throw new IllegalStateException(
                    "This ZooKeeper server was started without its installation's certificates.");
        }
        return identity;
    }

    private record Identity(UUID installation, X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {}
}
