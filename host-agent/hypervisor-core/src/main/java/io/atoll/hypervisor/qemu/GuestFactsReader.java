package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestFacts.CloudInit;
import io.atoll.hypervisor.api.GuestFacts.FileSystem;
import io.atoll.hypervisor.api.GuestFacts.OperatingSystem;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.qmp.StrictJson.MalformedJsonException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the agent inside a guest what it knows. Each question may stay without an answer: older agents lack some, and
 * distributions forbid others (reading files, above all). cloud-init tells its end by a file ({@code result.json}, see its
 * documentation, "Exported errors"), which is read and not executed: nothing is ever run in a guest.
 */
final class GuestFactsReader {
    private static final String CLOUD_INIT = "/run/cloud-init/";
    private static final int MOST_FILE_SYSTEMS = 16;
    private static final int LONGEST_NAME_CHARS = 128;
    private static final int LONGEST_MOUNT_POINT_CHARS = 256;
    private static final int LONGEST_DETAIL_CHARS = 300;
    private static final int LONGEST_FILE_BYTES = 64 << 10;

    private final Question agent;

    GuestFactsReader(Question agent) {
        this.agent = agent;
    }

    /** Fails with GUEST_AGENT_UNAVAILABLE where there is no answer. */
    @FunctionalInterface
    interface Question {
        JsonNode ask(String command, ObjectNode arguments);
    }

    GuestFacts read() {
        return new GuestFacts(operatingSystem(), hostName(), fileSystems(), cloudInit());
    }

    private Optional<JsonNode> answer(String command) {
        return answer(command, StrictJson.object());
    }

    private Optional<JsonNode> answer(String command, ObjectNode arguments) {
        try {
            return Optional.of(agent.ask(command, arguments));
        } catch (HypervisorException _) {
            return Optional.empty();
        }
    }

    private @Nullable OperatingSystem operatingSystem() {
        return answer("guest-get-osinfo")
                .filter(JsonNode::isObject)
                .map(said -> new OperatingSystem(
                        name(said, "id"),
                        said.hasNonNull("pretty-name") ? name(said, "pretty-name") : name(said, "name"),
                        said.hasNonNull("version-id") ? name(said, "version-id") : name(said, "version"),
                        name(said, "kernel-release"),
                        name(said, "machine")))
                .orElse(null);
    }

    private String hostName() {
        return answer("guest-get-host-name")
                .map(said -> name(said, "host-name"))
                .orElse("");
    }

    private List<FileSystem> fileSystems() {
        var found = new ArrayList<FileSystem>();
        for (var said : answer("guest-get-fsinfo").filter(JsonNode::isArray).orElseGet(StrictJson::object)) {
            var mountPoint = Text.printable(said.path("mountpoint").asString(""), LONGEST_MOUNT_POINT_CHARS);
            if (!mountPoint.isEmpty() && found.size() < MOST_FILE_SYSTEMS) {
                var total = bytes(said, "total-bytes");
                var used = bytes(said, "used-bytes");
                // One without the other, or more than there is, tells nothing.
                var known = total != null && used != null && used <= total;
                found.add(new FileSystem(mountPoint, name(said, "type"), known ? total : null, known ? used : null));
            }
        }
        found.sort(Comparator.comparing(FileSystem::mountPoint));
        return found;
    }

    private CloudInit cloudInit() {
        var result = file(CLOUD_INIT + "result.json");
        if (result.isEmpty()) {
            return file(CLOUD_INIT + "status.json").isPresent()
                    ? new CloudInit(CloudInit.State.RUNNING, "")
                    : CloudInit.UNKNOWN;
        }
        var errors = new ArrayList<String>();
        for (var error : result.get().path("v1").path("errors")) {
            errors.add(error.asString(""));
        }
        return errors.isEmpty()
                ? new CloudInit(CloudInit.State.DONE, "")
                : new CloudInit(
                        CloudInit.State.FAILED, Text.printable(String.join("; ", errors), LONGEST_DETAIL_CHARS));
    }

    /** A file of JSON as the guest has it; empty where there is none, or it cannot be read. */
    private Optional<JsonNode> file(String path) {
        var opened =
                answer("guest-file-open", StrictJson.object().put("path", path).put("mode", "r"));
        if (opened.isEmpty() || !opened.get().isIntegralNumber()) {
            return Optional.empty();
        }
        long handle = opened.get().asLong();
        try {
            return answer(
                            "guest-file-read",
                            StrictJson.object().put("handle", handle).put("count", LONGEST_FILE_BYTES))
                    .flatMap(GuestFactsReader::content);
        } finally {
            answer("guest-file-close", StrictJson.object().put("handle", handle));
        }
    }

    private static Optional<JsonNode> content(JsonNode said) {
        try {
            var bytes = Base64.getDecoder().decode(said.path("buf-b64").asString(""));
            return Optional.of(StrictJson.parse(bytes, 0, bytes.length)).filter(JsonNode::isObject);
        } catch (IllegalArgumentException | MalformedJsonException _) {
            return Optional.empty();
        }
    }

    private static String name(JsonNode said, String member) {
        return Text.printable(said.path(member).asString(""), LONGEST_NAME_CHARS);
    }

    private static @Nullable Long bytes(JsonNode said, String member) {
        var value = said.path(member);
        return value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0
                ? (Long) value.asLong()
                : null;
    }
}
