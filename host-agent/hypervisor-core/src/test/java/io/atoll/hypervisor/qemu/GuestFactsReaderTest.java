package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestFacts.CloudInit;
import io.atoll.hypervisor.api.GuestFacts.FileSystem;
import io.atoll.hypervisor.api.GuestFacts.OperatingSystem;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.qmp.StrictJson.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What an agent says of its guest is read as far as it is said, and never believed further than its form. */
class GuestFactsReaderTest {
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private GuestFacts read() {
        return new GuestFactsReader((command, arguments) -> {
                    asked.add(command);
                    var path = arguments.path("path").asString("");
                    return switch (command) {
                        case "guest-file-open" -> json(files.containsKey(path) ? "" + path.length() : null);
                        case "guest-file-read" ->
                            json(fileRead(arguments.path("handle").asInt()));
                        default -> json(answers.get(command));
                    };
                })
                .read();
    }

    private String fileRead(int handle) {
        var content = files.entrySet().stream()
                .filter(file -> file.getKey().length() == handle)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        return "{\"buf-b64\":\"%s\",\"eof\":true}"
                .formatted(Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode json(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            throw new HypervisorException(HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE, "an error");
        }
        try {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return StrictJson.parse(bytes, 0, bytes.length);
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aGuestTellsWhatItIs() {
        answers.put("guest-get-osinfo", """
                {"id":"debian","name":"Debian GNU/Linux","pretty-name":"Debian GNU/Linux 12 (bookworm)","version":"12 (bookworm)",\
                "version-id":"12","kernel-release":"6.1.0-27-amd64","machine":"x86_64"}""");
        answers.put("guest-get-host-name", "{\"host-name\":\"db-1\"}");
        answers.put("guest-get-fsinfo", """
                [{"name":"vda1","mountpoint":"/srv","type":"xfs"},
                 {"name":"vda2","mountpoint":"/","type":"ext4","used-bytes":7,"total-bytes":10,"disk":[]}]""");
        files.put("/run/cloud-init/result.json", "{\"v1\":{\"datasource\":\"DataSourceNoCloud\",\"errors\":[]}}");

        assertThat(read())
                .isEqualTo(new GuestFacts(
                        new OperatingSystem(
                                "debian", "Debian GNU/Linux 12 (bookworm)", "12", "6.1.0-27-amd64", "x86_64"),
                        "db-1",
                        List.of(new FileSystem("/", "ext4", 10L, 7L), new FileSystem("/srv", "xfs", null, null)),
                        new CloudInit(CloudInit.State.DONE, "")));
        assertThat(asked).contains("guest-file-close");
    }

    @Test
    void whoSaysNothingIsUnknown() {
        assertThat(read()).isEqualTo(GuestFacts.NONE);
    }

    @Test
    void aSetUpThatIsNotOverGoesOn() {
        files.put("/run/cloud-init/status.json", "{\"v1\":{\"stage\":\"modules-config\"}}");

        assertThat(read().cloudInit()).isEqualTo(new CloudInit(CloudInit.State.RUNNING, ""));
    }

    @Test
    void aSetUpThatFailedSaysWhy() {
        files.put(
                "/run/cloud-init/result.json",
                "{\"v1\":{\"errors\":[\"('apt', boom\\u0007)\",\"" + "x".repeat(5_000) + "\"]}}");

        var seen = read().cloudInit();

        assertThat(seen.state()).isEqualTo(CloudInit.State.FAILED);
        assertThat(seen.detail()).startsWith("('apt', boom )").hasSizeLessThanOrEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "nonsense", "{\"v1\":"})
    void aResultThatIsNoneTellsNothing(String content) {
        files.put("/run/cloud-init/result.json", content);

        assertThat(read().cloudInit()).isEqualTo(CloudInit.UNKNOWN);
    }

    @Test
    void sizesThatCannotBeAreNotKnown() {
        answers.put("guest-get-fsinfo", """
                [{"mountpoint":"/a","type":"x","used-bytes":11,"total-bytes":10},
                 {"mountpoint":"/b","type":"x","used-bytes":-1,"total-bytes":10},
                 {"mountpoint":"/c","type":"x","used-bytes":1e400,"total-bytes":18446744073709551615},
                 {"mountpoint":"/d","type":"x","total-bytes":10},
                 {"mountpoint":7,"type":[]},
                 {"mountpoint":"","type":"x"}, null, 7]""");

        assertThat(read().fileSystems())
                .extracting(FileSystem::totalBytes, FileSystem::usedBytes)
                .containsOnly(org.assertj.core.api.Assertions.tuple(null, null));
    }

    @Test
    void textsAreCutAndMadePrintable() {
        answers.put("guest-get-osinfo", "{\"id\":\"" + "a".repeat(70_000) + "\",\"name\":\"<b>\\u202e\\u001b[31m\"}");
        answers.put(
                "guest-get-fsinfo",
                IntStream.range(0, 2_000)
                        .mapToObj("{\"mountpoint\":\"/%d\",\"type\":\"t\"}"::formatted)
                        .collect(Collectors.joining(",", "[", "]")));

        var seen = read();

        var os = java.util.Objects.requireNonNull(seen.operatingSystem());
        assertThat(os.id()).hasSize(128);
        assertThat(os.name()).startsWith("<b>").doesNotContain("\u001b", "\u202e");
        assertThat(seen.fileSystems()).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "{\"id\":[1],\"host-name\":{},\"mountpoint\":1}"})
    void answersOfAnotherShapeTellNothing(String answer) {
        for (var command : List.of("guest-get-osinfo", "guest-get-host-name", "guest-get-fsinfo", "guest-file-open")) {
            answers.put(command, answer);
        }

        var seen = read();

        assertThat(seen.hostName()).isEmpty();
        assertThat(seen.fileSystems()).isEmpty();
        assertThat(seen.cloudInit()).isEqualTo(CloudInit.UNKNOWN);
    }
}
