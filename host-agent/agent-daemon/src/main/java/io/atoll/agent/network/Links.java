package io.atoll.agent.network;

import io.atoll.agent.process.CommandFailedException;
import io.atoll.agent.process.CommandRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The host's network interfaces as the tools {@code ip} and {@code bridge} show and change them. */
final class Links {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What needs no quoting in a batch of {@code ip}. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:@-]+");

    private final CommandRunner commands;

    Links(CommandRunner commands) {
        this.commands = commands;
    }

    /** An interface; kind is for example {@code bridge} or {@code tun}, empty for a physical one. */
    record Link(
            String name,
            String kind,
            String address,
            @Nullable String master,
            String alias,
            boolean up,
            boolean filtersVlans) {}

    List<Link> list() throws CommandFailedException {
        var links = new ArrayList<Link>();
        for (var node : json(List.of("ip", "-j", "-d", "link", "show"))) {
            links.add(link(node));
        }
        return links;
    }

    Optional<Link> find(String name) throws CommandFailedException {
        return list().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** Whether the interface carries addresses other than link-local ones. */
    boolean hasAddresses(String name) throws CommandFailedException {
        for (var node : json(List.of("ip", "-j", "address", "show", "dev", name))) {
            for (var address : node.path("addr_info")) {
                if (!address.path("scope").asString("").equals("link")) {
                    return true;
                }
            }
        }
        return false;
    }

    void createBridge(String name, String address) throws CommandFailedException {
        ip("link", "add", name, "address", address, "type", "bridge", "forward_delay", "0", "stp_state", "0");
    }

    /** False where the kernel was built without it. */
    boolean switchOnVlanFiltering(String bridge) throws CommandFailedException {
        var line = List.of("ip", "link", "set", "dev", bridge, "type", "bridge", "vlan_filtering", "1");
        var result = commands.run(line);
        if (!result.succeeded() && !result.errors().contains("not supported")) {
            throw new CommandFailedException("%s failed: %s".formatted(String.join(" ", line), result.complaint()));
        }
        return result.succeeded();
    }

    void set(String name, String... what) throws CommandFailedException {
        ip(step(name, what).toArray(String[]::new));
    }

    void up(String name) throws CommandFailedException {
        set(name, "up");
    }

    /** The steps to a tap, for {@link #all}: unplugged, down, and with what it shall be known by. */
    static List<List<String>> newTap(String name, String alias, int mtuBytes) {
        return List.of(
                List.of("tuntap", "add", "dev", name, "mode", "tap"),
                step(name, "alias", alias),
                step(name, "addrgenmode", "none", "mtu", Integer.toString(mtuBytes)));
    }

    /** A change of an interface, for {@link #all}. */
    static List<String> step(String name, String... what) {
        var arguments = new ArrayList<>(List.of("link", "set", "dev", name));
        arguments.addAll(List.of(what));
        return arguments;
    }

    /** Carries out steps of {@code ip} in one process, up to the first that fails. A process each takes most of a plug's time. */
    void all(List<List<String>> steps) throws CommandFailedException {
        var lines = new StringBuilder();
        for (var step : steps) {
            for (var word : step) {
                if (!WORD.matcher(word).matches()) {
                    throw new CommandFailedException("ip is not given \"%s\".".formatted(word));
                }
            }
            lines.append(String.join(" ", step)).append('\n');
        }
        commands.runOrFail(List.of("ip", "-batch", "-"), lines.toString());
    }

    void delete(String name) throws CommandFailedException {
        ip("link", "delete", "dev", name);
    }

    /** Lets a port carry a VLAN tagged. */
    void carryTagged(String port, int vlan) throws CommandFailedException {
        bridge("vlan", "add", "dev", port, "vid", Integer.toString(vlan));
    }

    void stopCarrying(String port, int vlan) throws CommandFailedException {
        bridge("vlan", "del", "dev", port, "vid", Integer.toString(vlan));
    }

    /** Puts a port into one VLAN, untagged, and no other. */
    void putInto(String port, int vlan) throws CommandFailedException {
        var memberships = vlansOf(port);
        if (!memberships.contains(vlan)) {
            bridge("vlan", "add", "dev", port, "vid", Integer.toString(vlan), "pvid", "untagged");
        }
        for (var other : memberships) {
            if (other != vlan) {
                stopCarrying(port, other);
            }
        }
    }

    List<Integer> vlansOf(String port) throws CommandFailedException {
        var found = new ArrayList<Integer>();
        for (var node : json(List.of("bridge", "-j", "vlan", "show", "dev", port))) {
            for (var vlan : node.path("vlans")) {
                var first = vlan.path("vlan").asInt();
                var last = vlan.path("vlanEnd").asInt(first);
                for (var id = first; id <= last; id++) {
                    found.add(id);
                }
            }
        }
        return found;
    }

    private static Link link(JsonNode node) {
        var up = false;
        for (var flag : node.path("flags")) {
            up |= flag.asString("").equals("UP");
        }
        return new Link(
                node.path("ifname").asString(""),
                node.path("linkinfo").path("info_kind").asString(""),
                node.path("address").asString(""),
                node.has("master") ? node.path("master").asString() : null,
                node.path("ifalias").asString(""),
                up,
                node.path("linkinfo").path("info_data").path("vlan_filtering").asInt(0) == 1);
    }

    private void ip(String... arguments) throws CommandFailedException {
        run("ip", arguments);
    }

    private void bridge(String... arguments) throws CommandFailedException {
        run("bridge", arguments);
    }

    private void run(String program, String... arguments) throws CommandFailedException {
        var line = new ArrayList<String>();
        line.add(program);
        line.addAll(List.of(arguments));
        commands.runOrFail(line);
    }

    private JsonNode json(List<String> arguments) throws CommandFailedException {
        var output = commands.runOrFail(arguments).output();
        try {
            return JSON.readTree(output.isBlank() ? "[]" : output);
        } catch (JacksonException e) {
            throw new CommandFailedException(
                    "%s wrote something other than JSON; install iproute2 5.0 or newer."
                            .formatted(String.join(" ", arguments)),
                    e);
        }
    }
}
