package io.atoll.agent.vm;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.model.HostId;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.security.auth.x500.X500Principal;

/** Where this host takes in migrations and how both sides prove who they are: with the host certificates. */
public final class MigrationEndpoints {
    /** The range other virtualization software uses too, so firewalls often know it. */
    public static final PortRange PORTS = new PortRange(49_152, 49_215);

    private final InetAddress address;
    private final Path credentials;
    private final HostId self;
    private final X500Principal ownSubject;

    /** The other host's certificate differs from this host's only in the id, so its subject is made from this host's. */
    public MigrationEndpoints(InetAddress address, Path credentials, HostId self, X500Principal ownSubject) {
        this.address = address;
        this.credentials = credentials;
        this.self = self;
        this.ownSubject = ownSubject;
    }

    IncomingRequest incoming(VmMigrations.Origin origin, IncomingRequest.Arrival arrival) {
        var name = ownSubject
                .getName(X500Principal.RFC2253)
                .replace(self.toString(), origin.host().toString());
        var tls = new IncomingRequest.Tls(credentials, new X500Principal(name));
        return new IncomingRequest(address, PORTS, tls, origin.memoryChannels(), arrival);
    }

    IncomingEndpoint target(VmMigrations.Target target) {
        try {
            return new IncomingEndpoint(
                    InetAddress.ofLiteral(target.address()), target.port(), target.memoryChannels());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    RefusalCode.VALIDATION_FAILED,
                    "The target address, port and memory channels of a migration must be an IP address, 1 to 65535, and 0 to %d."
                            .formatted(IncomingEndpoint.MOST_MEMORY_CHANNELS),
                    e);
        }
    }

    MigrationRequest.Tls outgoing(String targetAddress) {
        return new MigrationRequest.Tls(credentials, targetAddress);
    }
}
