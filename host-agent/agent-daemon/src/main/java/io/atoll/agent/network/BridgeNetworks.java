package io.atoll.agent.network;

import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.network.Links.Link;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.agent.process.CommandRunner;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One VLAN-aware bridge, its uplink carrying the networks' VLANs tagged, a guarded tap for each network card. */
public final class BridgeNetworks implements HostNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeNetworks.class);

    /** What a bridge calls the frames that come without a tag. */
    private static final int UNTAGGED = 1;

    private final HostId host;
    private final String bridge;
    private final @Nullable String uplink;
    private final Links links;
    private final SpoofGuard guard;
    private final @Nullable UplinkWatch carrier;
    private volatile List<GuestNetwork> networks;
    private boolean vlanAware;
    /** Of the bridge that cannot filter VLANs on this kernel and whose address was fixed; null: not known to be so. */
    private @Nullable String unawareAddress;

    public BridgeNetworks(
            HostId host, String bridge, @Nullable String uplink, List<GuestNetwork> networks, CommandRunner commands) {
        this.host = host;
        this.bridge = bridge;
        this.uplink = uplink;
        this.networks = List.copyOf(networks);
        this.carrier = uplink == null ? null : UplinkWatch.of(uplink);
        this.links = new Links(commands);
        this.guard = new SpoofGuard(commands);
    }

    @Override
    public NetworkMode mode() {
        return NetworkMode.BRIDGE;
    }

    @Override
    public List<GuestNetwork> networks() {
        return networks;
    }

    /** A bridge that somebody else looks after is not judged. */
    @Override
    public boolean reachesOutside() {
        return carrier == null || carrier.hasCarrier();
    }

    /** What this kernel can do is set up even when something else was asked for too, which is then refused by name. */
    @Override
    public synchronized void apply(List<GuestNetwork> wanted) throws CommandFailedException {
        prepareBridge();
        var possible = wanted.stream().filter(this::isPossible).toList();
        if (vlanAware) {
            var vlans = new HashSet<Integer>();
            possible.forEach(network -> vlans.add(vlanOnBridge(network.vlan())));
            vlans.add(UNTAGGED);
            vlans.addAll(vlansInUse());
            for (var port : uplinks()) {
                carry(port, vlans);
            }
        }
        networks = possible;
        var impossible = wanted.stream()
                .filter(network -> !isPossible(network))
                .map(network -> "%s (VLAN %d)".formatted(network.id(), network.vlan()))
                .toList();
        if (!impossible.isEmpty()) {
            throw new CommandFailedException(
                    "This host's kernel has no VLAN filtering for bridges (CONFIG_BRIDGE_VLAN_FILTERING), which is needed for %s."
                            .formatted(String.join(", ", impossible)));
        }
    }

    private boolean isPossible(GuestNetwork network) {
        return vlanAware || vlanOnBridge(network.vlan()) == UNTAGGED;
    }

    @Override
    public synchronized void plug(List<GuestPort> ports) throws CommandFailedException {
        if (ports.isEmpty()) {
            return;
        }
        var present = prepareBridge();
        var made = new ArrayList<String>();
        try {
            for (var port : ports) {
                makeRoom(port.tap(), present);
                made.add(port.tap());
                plug(port);
            }
        } catch (CommandFailedException | RuntimeException e) {
            made.forEach(this::removeQuietly);
            throw e;
        }
    }

    @Override
    public synchronized void unplug(VmId vm) throws CommandFailedException {
        for (var link : ours()) {
            if (link.alias().startsWith(aliasOf(vm))) {
                remove(link.name());
            }
        }
    }

    @Override
    public synchronized void reconcile(Collection<GuestPort> wanted) throws CommandFailedException {
        prepareBridge();
        var names = new HashSet<String>();
        wanted.forEach(port -> names.add(port.tap()));
        var present = new HashMap<String, Link>();
        for (var link : ours()) {
            if (names.contains(link.name())) {
                present.put(link.name(), link);
            } else {
                LOG.warn("Removing a port no VM uses tap={} alias={}", link.name(), link.alias());
                remove(link.name());
            }
        }
        var guarded = guard.guarded();
        for (var chain : guarded) {
            if (!names.contains(chain)) {
                guard.release(chain);
            }
        }
        var unguarded =
                wanted.stream().filter(port -> !guarded.contains(port.tap())).toList();
        if (!unguarded.isEmpty()) {
            LOG.warn(
                    "Putting back anti-spoofing rules taps={}",
                    unguarded.stream().map(GuestPort::tap).toList());
            guard.guard(unguarded);
        }
        for (var port : wanted) {
            reconnect(port, present.get(port.tap()));
        }
    }

    /** The rules are there before the port is, so no frame of the guest passes unchecked. */
    private void plug(GuestPort port) throws CommandFailedException {
        var tap = port.tap();
        var vlan = port.segment().vlan();
        guard.guard(List.of(port));
        var steps = new ArrayList<>(Links.newTap(
                tap, aliasOf(port.vm()) + port.index(), port.segment().mtuBytes()));
        steps.add(Links.step(tap, "master", bridge));
        if (needsMembership(vlan)) {
            links.all(steps);
            putIntoVlan(tap, vlan);
            links.up(tap);
        } else {
            steps.add(Links.step(tap, "up"));
            links.all(steps);
        }
        LOG.info(
                "Plugged vm={} nic={} tap={} vlan={} antiSpoofing={}",
                port.vm(),
                port.index(),
                tap,
                vlan,
                port.antiSpoofing());
    }

    private void reconnect(GuestPort port, @Nullable Link link) throws CommandFailedException {
        if (link == null) {
            LOG.warn("The port of a running VM is missing vm={} tap={}", port.vm(), port.tap());
            return; // QEMU holds the interface it was started with; a new one would not reach the guest
        }
        if (!bridge.equals(link.master())) {
            LOG.warn("Putting a port back into its bridge vm={} tap={} bridge={}", port.vm(), port.tap(), bridge);
            links.set(port.tap(), "master", bridge);
        }
        putIntoVlan(port.tap(), port.segment().vlan());
        if (!link.up()) {
            links.up(port.tap());
        }
    }

    /**
     * Makes the bridge, or makes an existing one fit: filtering VLANs, its address fixed, the uplink in it. Answers what
     * interfaces the host has.
     */
    private List<Link> prepareBridge() throws CommandFailedException {
        var present = links.list();
        var found = named(bridge, present);
        if (found.isEmpty()) {
            links.createBridge(bridge, bridgeAddress());
            LOG.info("Made bridge={}", bridge);
            present = links.list();
        } else if (!found.get().kind().equals("bridge")) {
            throw new CommandFailedException(
                    "%s is not a bridge. Enrol with another --bridge, or remove that interface.".formatted(bridge));
        }
        var link = named(bridge, present).orElseThrow(() -> new CommandFailedException(bridge + " has gone away."));
        filterVlans(link);
        if (!link.up()) {
            links.up(bridge);
        }
        if (uplink != null) {
            attachUplink(uplink, present);
        }
        return present;
    }

    private static Optional<Link> named(String name, List<Link> present) {
        return present.stream().filter(link -> link.name().equals(name)).findFirst();
    }

    private void filterVlans(Link link) throws CommandFailedException {
        if (link.filtersVlans()) {
            vlanAware = true;
            return;
        }
        if (link.address().equals(unawareAddress)) {
            return; // the kernel has said no, and will not change its mind
        }
        // Set to what it is, the address no longer follows the lowest port's, which would cut open connections.
        links.set(bridge, "address", link.address());
        vlanAware = links.switchOnVlanFiltering(bridge);
        unawareAddress = vlanAware ? null : link.address();
        LOG.info("Bridge prepared bridge={} vlanAware={}", bridge, vlanAware);
    }

    private void attachUplink(String name, List<Link> present) throws CommandFailedException {
        var link = named(name, present)
                .orElseThrow(() -> new CommandFailedException(
                        "The uplink %s does not exist. Enrol again with the right --uplink.".formatted(name)));
        if (bridge.equals(link.master())) {
            return;
        }
        if (link.master() != null) {
            throw new CommandFailedException("The uplink %s belongs to %s already. Use --bridge %s without --uplink."
                    .formatted(name, link.master(), link.master()));
        }
        if (links.hasAddresses(name)) {
            throw new CommandFailedException(
                    "The uplink %s carries IP addresses, which would be lost in the bridge %s. Move them to the bridge first."
                            .formatted(name, bridge));
        }
        links.set(name, "master", bridge);
        links.up(name);
    }

    /** Whether the port is to be put into its VLAN before it goes up, or refused where the kernel cannot. */
    private boolean needsMembership(int vlan) {
        return vlanAware || vlanOnBridge(vlan) != UNTAGGED;
    }

    private void putIntoVlan(String tap, int vlan) throws CommandFailedException {
        if (vlanAware) {
            links.putInto(tap, vlanOnBridge(vlan));
            carryOnUplinks(vlan);
        } else if (vlanOnBridge(vlan) != UNTAGGED) {
            throw new CommandFailedException(
                    "VLAN %d is not possible: this host's kernel has no VLAN filtering for bridges.".formatted(vlan));
        }
    }

    private void carryOnUplinks(int vlan) throws CommandFailedException {
        if (vlanOnBridge(vlan) != UNTAGGED) {
            for (var port : uplinks()) {
                if (!links.vlansOf(port).contains(vlan)) {
                    links.carryTagged(port, vlan);
                }
            }
        }
    }

    private void carry(String port, Set<Integer> vlans) throws CommandFailedException {
        var carried = links.vlansOf(port);
        for (var vlan : vlans) {
            if (!carried.contains(vlan) && vlan != UNTAGGED) {
                links.carryTagged(port, vlan);
            }
        }
        for (var vlan : carried) {
            if (!vlans.contains(vlan) && networks.stream().anyMatch(network -> network.vlan() == vlan)) {
                links.stopCarrying(port, vlan);
            }
        }
    }

    private Set<Integer> vlansInUse() throws CommandFailedException {
        var used = new HashSet<Integer>();
        for (var link : ours()) {
            used.addAll(links.vlansOf(link.name()));
        }
        return used;
    }

    /** The ports of the bridge that are not a guest's. */
    private List<String> uplinks() throws CommandFailedException {
        return links.list().stream()
                .filter(link -> bridge.equals(link.master())
                        && !link.kind().equals("tun")
                        && !GuestPort.TAP_NAME.matcher(link.name()).matches())
                .map(Link::name)
                .toList();
    }

    private List<Link> ours() throws CommandFailedException {
        return links.list().stream().filter(this::isOurs).toList();
    }

    private boolean isOurs(Link link) {
        return GuestPort.TAP_NAME.matcher(link.name()).matches() && link.alias().startsWith("atoll:" + host + ":");
    }

    /** A port left over from an earlier run goes; somebody else's interface of that name stays. */
    private void makeRoom(String tap, List<Link> present) throws CommandFailedException {
        var there = named(tap, present);
        if (there.isEmpty()) {
            return;
        }
        if (!isOurs(there.get())) {
            throw new CommandFailedException(
                    "The interface %s exists and is not this agent's. Remove it: ip link delete %s"
                            .formatted(tap, tap));
        }
        remove(tap);
    }

    private void remove(String tap) throws CommandFailedException {
        links.delete(tap);
        guard.release(tap);
    }

    private void removeQuietly(String tap) {
        try {
            if (links.find(tap).isPresent()) {
                links.delete(tap);
            }
            guard.release(tap);
        } catch (CommandFailedException e) {
            LOG.warn("Could not remove a port after a failure; the next reconciliation will tap={}", tap, e);
        }
    }

    private String aliasOf(VmId vm) {
        return "atoll:%s:%s:".formatted(host, vm);
    }

    private static int vlanOnBridge(int vlan) {
        return vlan == 0 ? UNTAGGED : vlan;
    }

    /** Locally administered and the same every time. */
    private String bridgeAddress() {
        var digits = Objects.requireNonNull(host).toString().replace("-", "").substring(22);
        var address = new StringBuilder("02");
        for (var at = 0; at < 10; at += 2) {
            address.append(':').append(digits, at, at + 2);
        }
        return address.toString();
    }
}
