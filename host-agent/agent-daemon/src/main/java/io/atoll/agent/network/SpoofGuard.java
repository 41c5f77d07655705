package io.atoll.agent.network;

import io.atoll.agent.process.CommandFailedException;
import io.atoll.agent.process.CommandRunner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What guests may send, as nftables rules of the bridge family: a chain for each tap, reached through one map. Each call
 * is one transaction of the kernel: traffic sees the rules of before or of after, never a gap.
 */
final class SpoofGuard {
    private static final String TABLE = "bridge atoll";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CommandRunner commands;

    SpoofGuard(CommandRunner commands) {
        this.commands = commands;
    }

    /** Sets the rules of these taps; those of other taps stay. */
    void guard(Collection<GuestPort> ports) throws CommandFailedException {
        var script = new ArrayList<String>();
        script.add("add table " + TABLE);
        script.add("add map " + TABLE + " guests { type ifname : verdict ; }");
        script.add(
                "add chain " + TABLE + " from-guests { type filter hook prerouting priority -300 ; policy accept ; }");
        script.add("flush chain " + TABLE + " from-guests");
        script.add("add rule " + TABLE + " from-guests iifname vmap @guests");
        for (var port : ports) {
            var chain = TABLE + " " + port.tap();
            script.add("add chain " + chain);
            script.add("flush chain " + chain);
            rules(port).forEach(rule -> script.add("add rule " + chain + " " + rule));
            script.add("add element %s guests { \"%s\" : jump %s }".formatted(TABLE, port.tap(), port.tap()));
        }
        run(script);
    }

    /** Removes the rules of a tap; nothing happens where there are none. */
    void release(String tap) throws CommandFailedException {
        if (guarded().contains(tap)) {
            run(List.of(
                    "delete element %s guests { \"%s\" }".formatted(TABLE, tap),
                    "flush chain " + TABLE + " " + tap,
                    "delete chain " + TABLE + " " + tap));
        }
    }

    /** The taps that have a chain now and are reached through the map. */
    Collection<String> guarded() throws CommandFailedException {
        var result = commands.run(List.of("nft", "-j", "list", "table", "bridge", "atoll"));
        if (!result.succeeded()) {
            return List.of(); // no such table yet
        }
        var chains = new TreeSet<String>();
        var mapped = new TreeSet<String>();
        var hooked = false;
        for (var entry : JSON.readTree(result.output()).path("nftables")) {
            var chain = entry.path("chain").path("name").asString("");
            hooked |= chain.equals("from-guests");
            if (GuestPort.TAP_NAME.matcher(chain).matches()) {
                chains.add(chain);
            }
            for (var element : entry.path("map").path("elem")) {
                mapped.add(element.path(0).asString(""));
            }
        }
        chains.retainAll(mapped);
        return hooked ? chains : List.of();
    }

    private static List<String> rules(GuestPort port) {
        if (!port.antiSpoofing()) {
            return List.of();
        }
        var mac = port.mac().toString();
        var rules = new ArrayList<>(List.of(
                "ether saddr != " + mac + " counter drop",
                "ether type { 8021q, 8021ad } counter drop", // its VLAN is the port's, and no second one inside
                "ether daddr & ff:ff:ff:ff:ff:f0 == 01:80:c2:00:00:00 counter drop", // spanning tree and the like
                "arp saddr ether != " + mac + " counter drop",
                "udp sport 67 counter drop", // a DHCP server's answers
                "meta protocol ip6 udp sport 547 counter drop",
                "icmpv6 type { nd-router-advert, nd-redirect } counter drop"));
        if (!port.allowedIpv4().isEmpty()) {
            var allowed = port.allowedIpv4().stream().map(Ipv4::text).collect(Collectors.joining(", "));
            rules.add("arp saddr ip != { 0.0.0.0, " + allowed + " } counter drop"); // 0.0.0.0 asks: is it taken?
            rules.add("ip saddr 0.0.0.0 udp sport 68 udp dport 67 counter accept");
            rules.add("ip saddr != { " + allowed + " } counter drop");
        }
        return rules;
    }

    private void run(List<String> script) throws CommandFailedException {
        commands.runOrFail(List.of("nft", "-f", "-"), String.join("\n", script) + "\n");
    }
}
