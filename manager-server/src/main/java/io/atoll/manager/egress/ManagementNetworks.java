package io.atoll.manager.egress;

import java.net.InetAddress;

/**
 * Where the management controllers of hosts may be. What {@link EgressClient} keeps closed, addresses inside the house, is
 * here what is open: {@code atoll.egress.management}, by default the private networks. So a password meant for a controller
 * never leaves the house by a slip, and nobody reaches the manager's own loopback by naming it as one.
 */
public interface ManagementNetworks {
    /** The one address to connect to; a name is resolved here, once. Refused where any of its addresses is elsewhere. */
    InetAddress resolve(String host) throws EgressException;
}
