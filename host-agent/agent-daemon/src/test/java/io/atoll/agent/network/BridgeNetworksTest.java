package io.atoll.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.Await;
import io.atoll.agent.network.GuestPort.Segment;
import io.atoll.agent.network.RawFrames.Frame;
import io.atoll.agent.network.TestNamespaces.Player;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.model.HostId;
import io.atoll.model.NetworkId;
import io.atoll.model.VmId;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host's network with the real kernel: real bridge, real taps held like QEMU holds them, real rules. */
class BridgeNetworksTest {
    private static final HostId HOST = new HostId(new UUID(1, 1));
    private static final String MAC = "52:54:00:00:00:0a";
    private static final String OTHER_MAC = "52:54:00:00:00:0b";
    private static final Segment UNTAGGED = new Segment(0, 1500);
    private static final Segment VLAN_5 = new Segment(5, 1500);

    private TestNamespaces namespaces;
    private BridgeNetworks networks;

    @BeforeEach
    void open() throws IOException {
        namespaces = new TestNamespaces();
        networks = networks();
        networks.apply(List.of(network(0)));
    }

    private static GuestNetwork network(int vlan) {
        return new GuestNetwork(new NetworkId(new UUID(2, vlan)), "vlan" + vlan, vlan, 1500);
    }

    private void assumeVlans() throws CommandFailedException {
        Assumptions.assumeTrue(
                namespaces
                        .show("ip", "-d", "link", "show", "dev", "atbr0")
                        .output()
                        .contains("vlan_filtering 1"),
                "This kernel has no VLAN filtering for bridges (CONFIG_BRIDGE_VLAN_FILTERING).");
    }

    @AfterEach
    void close() throws CommandFailedException {
        if (namespaces != null) {
            namespaces.close();
        }
    }

    private BridgeNetworks networks() {
        return new BridgeNetworks(HOST, "atbr0", "up0", List.of(), namespaces.inHost());
    }

    private static GuestPort port(int vm, String mac, Segment segment, boolean guarded, String... allowed) {
        return new GuestPort(
                HOST,
                new VmId(new UUID(3, vm)),
                0,
                new MacAddress(mac),
                segment,
                guarded,
                List.of(allowed).stream().map(Ipv4::new).toList());
    }

    private Player plugged(GuestPort port) throws IOException {
        networks.plug(List.of(port));
        var guest = namespaces.guest(port.tap());
        for (var name : List.of(port.tap(), "up0")) {
            Await.until(
                    name + " forwards",
                    () -> namespaces
                            .show("bridge", "link", "show", "dev", name)
                            .output()
                            .contains("state forwarding"));
        }
        return guest;
    }

    /** Sends a frame that must not get through, then one that must: they stay in order, so nothing is left to wait for. */
    private static void assertDropped(Player guest, Player wire, Frame bad, String mark, Frame good, String sentinel)
            throws IOException {
        guest.send(bad);
        guest.send(good);
        Await.until(sentinel, () -> wire.hasHeard(sentinel));
        assertThat(wire.hasHeard(mark)).as(mark).isFalse();
    }

    private static Frame fine(String text) {
        return Frame.udp(MAC, "10.0.0.1", "10.0.0.2", 4000, 4000, text);
    }

    /** Frames of a guest that lies, each with its number in it. */
    private static List<Frame> forbidden() {
        return List.of(
                Frame.udp(OTHER_MAC, "10.0.0.1", "10.0.0.2", 4000, 4000, "bad-0-source-mac"),
                Frame.udp(MAC, "10.0.0.9", "10.0.0.2", 4000, 4000, "bad-1-source-address"),
                Frame.arp(OTHER_MAC, OTHER_MAC, "10.0.0.1", "bad-2-arp-frame"),
                Frame.arp(MAC, OTHER_MAC, "10.0.0.1", "bad-3-arp-hardware"),
                Frame.arp(MAC, MAC, "10.0.0.9", "bad-4-arp-address"),
                Frame.udp(MAC, "10.0.0.1", "255.255.255.255", 67, 68, "bad-5-dhcp-server"),
                Frame.ipv6(MAC, 58, "86000000" + "00".repeat(12), "bad-6-router-advert"),
                Frame.ipv6(MAC, 58, "89000000" + "00".repeat(36), "bad-7-redirect"),
                Frame.ipv6(MAC, 17, "0223022200180000", "bad-8-dhcp6-server"),
                fine("bad-9-tagged").tagged(1),
                fine("bad-10-hidden-tag").tagged(5).tagged(1),
                Frame.ethernet("01:80:c2:00:00:00", MAC, 0x0027).text("bad-11-spanning-tree"));
    }

    @Test
    void dropsWhatAGuestMustNotSendAndPassesTheRest() throws IOException {
        var guest = plugged(port(1, MAC, UNTAGGED, true, "10.0.0.1"));
        var wire = namespaces.onWire("w0");
        guest.send(fine("first"));
        Await.until("ordinary traffic", () -> wire.hasHeard("first"));

        var bad = forbidden();
        for (var at = 0; at < bad.size(); at++) {
            var sentinel = "good-" + at + "-";
            assertDropped(guest, wire, bad.get(at), "bad-" + at + "-", fine(sentinel), sentinel);
        }

        for (var good : List.of(
                Frame.arp(MAC, MAC, "10.0.0.1", "fine-arp"),
                Frame.arp(MAC, MAC, "0.0.0.0", "fine-probe"),
                Frame.udp(MAC, "0.0.0.0", "255.255.255.255", 68, 67, "fine-dhcp"),
                Frame.ipv6(MAC, 58, "85000000" + "00".repeat(4), "fine-solicit"))) {
            guest.send(good);
        }
        for (var mark : List.of("fine-arp", "fine-probe", "fine-dhcp", "fine-solicit")) {
            Await.until(mark, () -> wire.hasHeard(mark));
        }
    }

    @Test
    void withoutFixedAddressesChecksTheMacAndTheRolesOnly() throws IOException {
        var guest = plugged(port(1, MAC, UNTAGGED, true));
        var wire = namespaces.onWire("w0");
        guest.send(Frame.udp(MAC, "10.0.0.77", "10.0.0.2", 4000, 4000, "any-address"));
        Await.until("any address", () -> wire.hasHeard("any-address"));
        assertDropped(
                guest,
                wire,
                Frame.udp(OTHER_MAC, "10.0.0.1", "10.0.0.2", 4000, 4000, "bad-mac"),
                "bad-mac",
                fine("good-0-"),
                "good-0-");
        assertDropped(
                guest,
                wire,
                Frame.udp(MAC, "10.0.0.1", "255.255.255.255", 67, 68, "bad-dhcp"),
                "bad-dhcp",
                fine("good-1-"),
                "good-1-");
    }

    @Test
    void passesEverythingWhereTheAdministratorSaidSo() throws IOException {
        var guest = plugged(port(1, MAC, UNTAGGED, false));
        var wire = namespaces.onWire("w0");
        var frames = forbidden();
        for (var at = 0; at < frames.size() - 1; at++) { // the last is for the bridge itself and never gets further
            var mark = "bad-" + at + "-";
            guest.send(frames.get(at));
            Await.until(mark, () -> wire.hasHeard(mark));
        }
    }

    @Test
    void keepsVlansApartAndCarriesThemTaggedOnTheUplink() throws IOException {
        assumeVlans();
        networks.apply(List.of(network(0), network(5)));
        namespaces.onWire("link", "add", "link", "w0", "name", "w0.5", "type", "vlan", "id", "5");
        namespaces.onWire("link", "set", "w0.5", "up");
        var inFive = plugged(port(1, MAC, VLAN_5, true));
        var alsoInFive = plugged(port(2, OTHER_MAC, VLAN_5, true));
        var flat = plugged(port(3, "52:54:00:00:00:0c", UNTAGGED, true));
        var wireOfFive = namespaces.onWire("w0.5");
        inFive.send(fine("into-five"));
        Await.until("the wire's VLAN 5", () -> wireOfFive.hasHeard("into-five"));
        Await.until("the neighbour in VLAN 5", () -> alsoInFive.hasHeard("into-five"));
        flat.send(Frame.udp("52:54:00:00:00:0c", "10.0.0.3", "10.0.0.2", 1, 1, "into-flat"));
        var wire = namespaces.onWire("w0");
        flat.send(Frame.udp("52:54:00:00:00:0c", "10.0.0.3", "10.0.0.2", 1, 1, "into-flat-again"));
        Await.until("the wire", () -> wire.hasHeard("into-flat-again"));
        inFive.send(fine("into-five-again"));
        Await.until("the neighbour in VLAN 5", () -> alsoInFive.hasHeard("into-five-again"));
        assertThat(flat.hasHeard("into-five")).isFalse();
        assertThat(inFive.hasHeard("into-flat")).isFalse();
        assertThat(alsoInFive.hasHeard("into-flat")).isFalse();
        assertThat(wireOfFive.hasHeard("into-flat")).isFalse();
    }

    @Test
    void unplugLeavesNothingAndIsRepeatable() throws IOException {
        var port = port(1, MAC, UNTAGGED, true, "10.0.0.1");
        networks.plug(List.of(port));
        assertThat(namespaces.show("nft", "list", "ruleset").output()).contains(port.tap());
        networks.unplug(port.vm());
        networks.unplug(port.vm());
        assertThat(namespaces.show("ip", "link", "show").output()).doesNotContain(port.tap());
        assertThat(namespaces.show("nft", "list", "ruleset").output()).doesNotContain(port.tap());
    }

    @Test
    void aFailedPlugTakesBackWhatItHadMade() throws IOException {
        var first = port(1, MAC, UNTAGGED, true);
        var second = new GuestPort(HOST, first.vm(), 1, new MacAddress(OTHER_MAC), UNTAGGED, true, List.of());
        namespaces.onHost("tuntap", "add", "dev", second.tap(), "mode", "tap"); // somebody else's, of the same name
        assertThatThrownBy(() -> networks.plug(List.of(first, second))).hasMessageContaining("is not this agent's");
        assertThat(namespaces.show("ip", "link", "show").output())
                .contains(second.tap())
                .doesNotContain(first.tap());
        assertThat(namespaces.show("nft", "list", "ruleset").output()).doesNotContain(first.tap());
    }

    @Test
    void reconcilingPutsRulesBackAndRemovesWhatNobodyUsesWithoutCuttingTraffic() throws IOException {
        var port = port(1, MAC, UNTAGGED, true, "10.0.0.1");
        var orphan = port(2, OTHER_MAC, UNTAGGED, true);
        var guest = plugged(port);
        networks.plug(List.of(orphan));
        namespaces.onHost("tuntap", "add", "dev", "other0", "mode", "tap");
        var wire = namespaces.onWire("w0");
        var again = networks(); // as after a restart of the agent
        again.reconcile(List.of(port));
        assertThat(namespaces.show("ip", "link", "show").output())
                .contains(port.tap(), "other0")
                .doesNotContain(orphan.tap());
        guest.send(fine("still-here"));
        Await.until("traffic after reconciling", () -> wire.hasHeard("still-here"));

        namespaces.show("nft", "flush", "ruleset");
        namespaces.onHost("link", "set", "dev", port.tap(), "nomaster");
        again.reconcile(List.of(port));
        assertDropped(
                guest,
                wire,
                Frame.udp(OTHER_MAC, "10.0.0.1", "10.0.0.2", 4000, 4000, "bad-mac"),
                "bad-mac",
                fine("good-0-"),
                "good-0-");
    }

    @Test
    void makesAnExistingBridgeFitWithoutChangingItsAddress() throws IOException {
        namespaces.onHost("link", "add", "br9", "type", "bridge");
        namespaces.onHost("tuntap", "add", "dev", "d0", "mode", "tap");
        namespaces.onHost("link", "set", "d0", "master", "br9");
        var before = address("br9");
        var other = new BridgeNetworks(HOST, "br9", null, List.of(), namespaces.inHost());
        other.plug(List.of(port(4, MAC, UNTAGGED, true)));
        assertThat(address("br9")).isEqualTo(before);
        namespaces.onHost("link", "set", "dev", "d0", "nomaster");
        assertThat(address("br9")).isEqualTo(before);
    }

    @Test
    void refusesVlansWhereTheKernelCannotKeepThemApartAndSetsUpTheRest() throws IOException {
        Assumptions.assumeFalse(
                namespaces
                        .show("ip", "-d", "link", "show", "dev", "atbr0")
                        .output()
                        .contains("vlan_filtering 1"),
                "This kernel filters VLANs.");
        assertThatThrownBy(() -> networks.apply(List.of(network(0), network(5))))
                .hasMessageContaining("CONFIG_BRIDGE_VLAN_FILTERING")
                .hasMessageContaining("VLAN 5");
        assertThat(networks.networks()).containsExactly(network(0));
        var port = port(1, MAC, VLAN_5, true);
        assertThatThrownBy(() -> networks.plug(List.of(port))).hasMessageContaining("VLAN 5");
        assertThat(namespaces.show("ip", "link", "show").output()).doesNotContain(port.tap());
    }

    @Test
    void refusesAnUplinkWithAddressesAndABridgeThatIsNone() throws IOException {
        namespaces.onHost("tuntap", "add", "dev", "d0", "mode", "tap");
        namespaces.onHost("address", "add", "10.9.9.9/24", "dev", "d0");
        var taking = new BridgeNetworks(HOST, "br8", "d0", List.of(), namespaces.inHost());
        assertThatThrownBy(() -> taking.apply(List.of())).hasMessageContaining("carries IP addresses");
        var wrong = new BridgeNetworks(HOST, "d0", null, List.of(), namespaces.inHost());
        assertThatThrownBy(() -> wrong.apply(List.of())).hasMessageContaining("is not a bridge");
        var missing = new BridgeNetworks(HOST, "br8", "nosuch0", List.of(), namespaces.inHost());
        assertThatThrownBy(() -> missing.apply(List.of())).hasMessageContaining("does not exist");
    }

    @Test
    void takesVlansOffTheUplinkThatNoNetworkAndNoGuestUses() throws IOException {
        assumeVlans();
        networks.plug(List.of(port(1, MAC, VLAN_5, true)));
        networks.apply(List.of(network(7)));
        assertThat(vlans("up0")).contains("5", "7");
        networks.unplug(new VmId(new UUID(3, 1)));
        networks.apply(List.of(network(8)));
        assertThat(vlans("up0")).contains("8").doesNotContain("7");
    }

    private List<String> vlans(String port) throws CommandFailedException {
        return namespaces
                .show("bridge", "vlan", "show", "dev", port)
                .output()
                .lines()
                .skip(1)
                .map(line -> line.replaceAll("[^0-9 ]", " ").strip().split(" ", -1))
                .map(words -> words[words.length - 1])
                .toList();
    }

    private String address(String bridge) throws CommandFailedException {
        return namespaces
                .show("ip", "-o", "link", "show", "dev", bridge)
                .output()
                .replaceAll(".*link/ether (\\S+).*", "$1")
                .strip();
    }
}
