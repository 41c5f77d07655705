package io.atoll.ha.zk;

import io.atoll.model.HostId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/**
 * Who may change which node: managers everything, a host only what is below its own {@code hosts/<id>}; everyone with a
 * certificate of the installation may read. The identities are the certificates' subjects.
 */
public final class NodeAcls implements ACLProvider {
    private static final int HOST_PERMS = Perms.READ | Perms.WRITE | Perms.CREATE | Perms.DELETE;

    private final UUID installation;
    private final boolean secured;
    private final Pattern hostNode;

    NodeAcls(UUID installation, boolean secured) {
        this.installation = installation;
        this.secured = secured;
        this.hostNode = Pattern.compile(Pattern.quote(new NodeLayout(installation).hosts()) + "/([^/]+)(/.*)?");
    }

    /** The subject of every manager's certificate, as ZooKeeper writes it (RFC 2253). */
    public static String managerSubject(UUID installation) {
        return "CN=atoll-manager,O=" + installation;
    }

    /** The subject of a host's certificate, as ZooKeeper writes it (RFC 2253). */
    public static String hostSubject(UUID installation, HostId host) {
        return "CN=" + host + ",O=" + installation;
    }

    @Override
    public List<ACL> getDefaultAcl() {
        return secured ? managersOnly() : Ids.OPEN_ACL_UNSAFE;
    }

    @Override
    public List<ACL> getAclForPath(String path) {
        if (!secured) {
            return Ids.OPEN_ACL_UNSAFE;
        }
        if (path.equals(NodeLayout.TOP)) {
            // Several installations may share an external ensemble; each makes its own node here.
            return list(new ACL(Perms.READ | Perms.CREATE, Ids.ANYONE_ID_UNSAFE));
        }
        var host = hostNode.matcher(path);
        if (!host.matches()) {
            return managersOnly();
        }
        var subject = "CN=" + host.group(1) + ",O=" + installation;
        return list(manager(), new ACL(HOST_PERMS, new Id("x509", subject)), readable());
    }

    /** For nodes above ours on an ensemble that belongs to this installation alone. */
    public List<ACL> managersOnly() {
        return list(manager(), readable());
    }

    /** ZooKeeper's client looks for null in the list, which {@code List.of} answers with an exception. */
    private static List<ACL> list(ACL... entries) {
        return Arrays.asList(entries);
    }

    private ACL manager() {
        return new ACL(Perms.ALL, new Id("x509", managerSubject(installation)));
    }

    private static ACL readable() {
        return new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE);
    }
}
