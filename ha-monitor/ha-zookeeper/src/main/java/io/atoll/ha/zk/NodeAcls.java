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
 * Who may change which node. Managers: everything. A host: what is below its own {@code hosts/<id>}. Every member: what a
 * takeover writes, because any agent may be elected to make it: fences, owners, states of VMs, incidents, the HA leader's
 * nodes. Reading is open to whoever the server lets in; our own servers let in nobody but members.
 *
 * <p>The identities are the certificates' subjects. ZooKeeper compares them whole, so "every member" needs a second identity
 * that our servers add to those of a host, see {@link io.atoll.ha.zk.server.MemberAuthentication}. Without it (an
 * ensemble with ZooKeeper's own x509 provider) all that members share is written by managers only.
 */
public final class NodeAcls implements ACLProvider {
    private static final int HOST_PERMS = Perms.READ | Perms.WRITE | Perms.CREATE | Perms.DELETE;

    private final UUID installation;
    private final boolean secured;
    private final NodeLayout layout;
    private final Pattern hostNode;
    private final Pattern changedByMembers;

    NodeAcls(UUID installation, boolean secured) {
        this.installation = installation;
        this.secured = secured;
        this.layout = new NodeLayout(installation);
        this.hostNode = Pattern.compile(Pattern.quote(layout.hosts()) + "/([^/]+)(/.*)?");
        this.changedByMembers = Pattern.compile("%s/[^/]+|%s/[^/]+/(owner|state)|%s"
                .formatted(
                        Pattern.quote(layout.fences()),
                        Pattern.quote(layout.vms()),
                        Pattern.quote(layout.haLeaderEpoch())));
    }

    boolean secured() {
        return secured;
    }

    /** The subject of every manager's certificate, as ZooKeeper writes it (RFC 2253). */
    public static String managerSubject(UUID installation) {
        return "CN=atoll-manager,O=" + installation;
    }

    /** The subject of a host's certificate, as ZooKeeper writes it (RFC 2253). */
    public static String hostSubject(UUID installation, HostId host) {
        return "CN=" + host + ",O=" + installation;
    }

    /** Whether it is {@link #hostSubject} for some host. */
    public static boolean isHostSubject(UUID installation, String subject) {
        return subject.matches("CN=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12},O=" + installation);
    }

    /**
     * A subject no certificate has: the second identity of every host and manager. It is a distinguished name because
     * ZooKeeper accepts nothing else in an x509 entry.
     */
    public static String memberSubject(UUID installation) {
        return "CN=atoll-member,O=" + installation;
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
            return sharedOrManagersOnly(path);
        }
        var subject = "CN=" + host.group(1) + ",O=" + installation;
        return list(manager(), new ACL(HOST_PERMS, new Id("x509", subject)), readable());
    }

    /**
     * Members may change a fence, an owner or a state, but neither make nor remove one: whoever may make children of a
     * VM's node could make its protection too.
     */
    private List<ACL> sharedOrManagersOnly(String path) {
        if (changedByMembers.matcher(path).matches()) {
            return list(manager(), members(Perms.READ | Perms.WRITE), readable());
        }
        if (isOrBelow(path, layout.haLeaderLatch()) || isOrBelow(path, layout.incidents())) {
            return list(manager(), members(HOST_PERMS), readable());
        }
        return managersOnly();
    }

    private static boolean isOrBelow(String path, String top) {
        return path.equals(top) || path.startsWith(top + "/");
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

    private ACL members(int permissions) {
        return new ACL(permissions, new Id("x509", memberSubject(installation)));
    }

    private static ACL readable() {
        return new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE);
    }
}
