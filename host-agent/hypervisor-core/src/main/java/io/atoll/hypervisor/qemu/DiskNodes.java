package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.qmp.StrictJson.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** Which files QEMU has open for a disk, and what it calls them. Always asked for: the order changes with snapshots and merges. */
final class DiskNodes {
    private static final int SHORT_ID_CHARACTERS = 16;
    private static final String JSON = "json:";

    private DiskNodes() {}

    /** What a file that comes while the guest runs is called; of the name's UUID the part that is random. */
    static String name(VmDefinition vm, VmDisk disk, Path file) {
        var letters = String.valueOf(file.getFileName())
                .replaceAll("\\.[a-z0-9]*$", "")
                .replaceAll("[^0-9a-z]", "");
        return GuestDevices.diskNode(vm, disk)
                + "-"
                + letters.substring(Math.max(0, letters.length() - SHORT_ID_CHARACTERS));
    }

    /** The node that the guest's device writes to. */
    static String top(QemuRun run, VmDefinition vm, VmDisk disk) throws QmpException {
        var device = GuestDevices.backendPath(vm, disk);
        for (var found : run.execute("query-block")) {
            if (found.path("qdev").asString("").equals(device)) {
                return found.path("inserted").path("node-name").asString("");
            }
        }
        throw new IllegalStateException(
                "QEMU does not know the disk %s that its VM is defined with.".formatted(device));
    }

    /** The disk's files with their nodes, the one that is written to first. */
    static SequencedMap<Path, String> chain(QemuRun run, VmDefinition vm, VmDisk disk) throws QmpException {
        var top = top(run, vm, disk);
        var nodes = all(run);
        var chain = new LinkedHashMap<Path, String>();
        var current = nodes.stream()
                .filter(node -> node.path("node-name").asString("").equals(top))
                .findFirst();
        while (current.isPresent()) {
            var node = current.get();
            if (chain.putIfAbsent(file(node), node.path("node-name").asString("")) != null) {
                break;
            }
            var below = path(node.path("backing_file").asString(""));
            current = nodes.stream()
                    .filter(other -> file(other).equals(below))
                    .filter(other ->
                            !chain.containsValue(other.path("node-name").asString("")))
                    .findFirst();
        }
        return chain;
    }

    /** The nodes with these names, or names that begin so: a device's, whatever snapshots made of it. */
    static List<String> ofDevice(QemuRun run, String name) throws QmpException {
        var found = new ArrayList<String>();
        for (var node : all(run)) {
            var other = node.path("node-name").asString("");
            if (other.equals(name) || other.startsWith(name + "-")) {
                found.add(other);
            }
        }
        return found;
    }

    static Optional<JsonNode> node(QemuRun run, String name) throws QmpException {
        return all(run).stream()
                .filter(node -> node.path("node-name").asString("").equals(name))
                .findFirst();
    }

    /** Those of image formats; what is below them is files only. */
    private static List<JsonNode> all(QemuRun run) throws QmpException {
        var nodes = new ArrayList<JsonNode>();
        for (var node :
                run.execute("query-named-block-nodes", StrictJson.object().put("flat", true))) {
            if (!node.path("drv").asString("").equals("file")) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    private static Path file(JsonNode node) {
        return path(node.path("file").asString(""));
    }

    /** QEMU writes a file with more than its name, such as another file below it than its header has, as JSON. */
    private static Path path(String text) {
        if (!text.startsWith(JSON)) {
            return Path.of(text).normalize();
        }
        try {
            var bytes = text.substring(JSON.length()).getBytes(StandardCharsets.UTF_8);
            var parsed = StrictJson.parse(bytes, 0, bytes.length);
            return Path.of(parsed.path("file").path("filename").asString("")).normalize();
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("QEMU's name of a file cannot be read: " + Text.printable(text, 200), e);
        }
    }
}
