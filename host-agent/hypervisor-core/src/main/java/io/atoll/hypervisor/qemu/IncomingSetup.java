package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Makes a waiting QEMU listen for its guest, and let nobody else in. */
final class IncomingSetup {

    /** Not the names of the outgoing side: a guest that arrived is sent on by the same process. */
    private static final String TLS_ID = "incomingtls0";

    private static final String AUTHORIZATION_ID = "incomingauthz0";

    private IncomingSetup() {}

    static IncomingEndpoint listen(QemuRun run, IncomingRequest request) throws QmpException {
        var memoryChannels = Math.min(request.sourceMemoryChannels(), MemoryChannels.of(run));
        run.execute("migrate-set-capabilities", MigrationCommands.capabilities("events", "return-path"));
        MemoryChannels.use(run, memoryChannels);
        var tls = request.tls();
        if (tls != null) {
            run.execute(
                    "object-add",
                    StrictJson.object()
                            .put("qom-type", "tls-creds-x509")
                            .put("id", TLS_ID)
                            .put("endpoint", "server")
                            .put("dir", tls.credentialsDirectory().toString())
                            .put("verify-peer", true)
                            .put("priority", MigrationCommands.TLS_PRIORITY));
            allowOnly(run, tls.onlyPeer());
            run.execute(
                    "migrate-set-parameters",
                    StrictJson.object().put("tls-creds", TLS_ID).put("tls-authz", AUTHORIZATION_ID));
        }
        return new IncomingEndpoint(request.listenAddress(), listenOnAFreePort(run, request), memoryChannels);
    }

    private static void allowOnly(QemuRun run, X500Principal peer) throws QmpException {
        var list = StrictJson.object()
                .put("qom-type", "authz-list")
                .put("id", AUTHORIZATION_ID)
                .put("policy", "deny");
        var rules = list.putArray("rules");
        for (var name : spellings(peer)) {
            rules.addObject().put("match", name).put("policy", "allow").put("format", "exact");
        }
        run.execute("object-add", list);
    }

    /** GnuTLS has written names in certificate order in some versions and in the reverse, RFC 4514's, in others. */
    static Set<String> spellings(X500Principal peer) {
        try {
            var parts = new LdapName(peer.getName(X500Principal.RFC2253)).getRdns();
            var names = new LinkedHashSet<String>();
            names.add(parts.stream().map(Rdn::toString).collect(Collectors.joining(",")));
            names.add(parts.reversed().stream().map(Rdn::toString).collect(Collectors.joining(",")));
            return names;
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("The peer's name %s cannot be read.".formatted(peer), e);
        }
    }

    private static int listenOnAFreePort(QemuRun run, IncomingRequest request) throws QmpException {
        var ports = request.ports();
        // QEMU itself goes through the range: after one failed attempt it would accept no second
        var range = ports.equals(PortRange.ANY) ? "" : ",to=" + ports.last();
        try {
            run.execute(
                    "migrate-incoming",
                    StrictJson.object().put("uri", uri(request.listenAddress(), ports.first()) + range));
        } catch (QmpException e) {
            if (!String.valueOf(e.getMessage()).contains("Address already in use")) {
                throw e;
            }
            throw new HypervisorException(
                    HypervisorErrorCode.NO_FREE_PORT,
                    "All ports %s of %s are taken."
                            .formatted(ports, request.listenAddress().getHostAddress()),
                    e,
                    "Allow a larger range of migration ports, or run fewer migrations at once.");
        }
        return portGiven(run);
    }

    private static int portGiven(QemuRun run) throws QmpException {
        for (var address : run.execute("query-migrate").path("socket-address")) {
            if (address.path("type").asString("").equals("inet")) {
                return Integer.parseInt(address.path("port").asString("0"));
            }
        }
        throw new HypervisorException(
                HypervisorErrorCode.HYPERVISOR_FAILED, "QEMU does not tell on which port it waits for the guest.");
    }

    static String uri(InetAddress address, int port) {
        var host = address.getHostAddress();
        return address instanceof Inet6Address
                ? "tcp:[%s]:%d".formatted(host, port)
                : "tcp:%s:%d".formatted(host, port);
    }
}
