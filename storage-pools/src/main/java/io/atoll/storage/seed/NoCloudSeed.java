package io.atoll.storage.seed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a guest is told at boot. Values that cannot be right are refused with an {@link IllegalArgumentException} that says
 * what is wrong and what to do.
 *
 * @param instanceId changes make cloud-init configure the guest anew; the VM id is a good one
 * @param hostname a DNS name: labels of letters, digits and dashes
 * @param userData complete user data beginning with one of cloud-init's marks, or null for none
 * @param networkConfig network configuration version 2, or null for cloud-init's default (DHCP)
 */
public record NoCloudSeed(
        String instanceId,
        String hostname,
        @Nullable String userData,
        @Nullable String networkConfig) {
    public static final int MAX_USER_DATA_BYTES = 512 * 1024;
    public static final int MAX_NETWORK_CONFIG_BYTES = 64 * 1024;

    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
    private static final Pattern HOSTNAME = Pattern.compile(
            "(?=.{1,253}\\z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final List<String> USER_DATA_MARKS = List.of(
            "#cloud-config",
            "#!",
            "#include",
            "#cloud-boothook",
            "#part-handler",
            "## template: jinja",
            "Content-Type:",
            "MIME-Version:");
    private static final JsonMapper JSON = JsonMapper.shared();

    public NoCloudSeed {
        if (!INSTANCE_ID.matcher(instanceId).matches()) {
            throw invalid(
                    "The instance id (%d characters) is not 1 to 63 letters, digits and dashes."
                            .formatted(instanceId.length()),
                    "Use the VM id.");
        }
        if (!HOSTNAME.matcher(hostname).matches()) {
            throw invalid(
                    "The host name (%d characters) is not a DNS name of at most 253 characters."
                            .formatted(hostname.length()),
                    "Use labels of letters, digits and dashes, at most 63 each, joined by dots.");
        }
        if (userData != null) {
            requireText("user data", userData, MAX_USER_DATA_BYTES);
            requireMark(userData);
        }
        if (networkConfig != null) {
            requireText("network configuration", networkConfig, MAX_NETWORK_CONFIG_BYTES);
        }
    }

    /** Writes the ISO 9660 file system, labelled {@code cidata} as cloud-init looks for it, to a file, whole. */
    public void writeIso(Path file) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("meta-data", metaData());
        files.put("user-data", bytes(userData == null ? "#cloud-config\n{}\n" : userData));
        if (networkConfig != null) {
            files.put("network-config", bytes(networkConfig));
        }
        IsoFile.write(file, "cidata", files);
    }

    /** Without the texts: user data often holds passwords and keys. */
    @Override
    public String toString() {
        return "NoCloudSeed[instanceId=%s, hostname=%s, userData=%s]"
                .formatted(instanceId, hostname, userData == null ? "none" : "not shown");
    }

    /** JSON is YAML, and a serializer leaves no way to break out of a value. */
    private byte[] metaData() {
        var values = new LinkedHashMap<String, String>();
        values.put("instance-id", instanceId);
        values.put("local-hostname", hostname);
        return bytes(JSON.writeValueAsString(values) + "\n");
    }

    private static void requireText(String what, String text, int maxBytes) {
        var length = bytes(text).length;
        if (length > maxBytes) {
            throw invalid(
                    "The %s has %d bytes, the limit is %d.".formatted(what, length, maxBytes),
                    "Let the guest fetch the rest itself.");
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw invalid("The %s is not plain text.".formatted(what), "Give it as UTF-8 text without NUL characters.");
        }
    }

    private static void requireMark(String userData) {
        if (USER_DATA_MARKS.stream().noneMatch(userData::startsWith)) {
            throw invalid(
                    "The user data does not begin with a mark that cloud-init knows, so the guest would ignore it.",
                    "Begin it with #cloud-config or #!/bin/sh.");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException invalid(String detail, String hint) {
        return new IllegalArgumentException(detail + " " + hint);
    }
}
