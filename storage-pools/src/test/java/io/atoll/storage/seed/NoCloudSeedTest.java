package io.atoll.storage.seed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoCloudSeedTest {
    private static final String ID = "0198c0de-0000-7000-8000-000000000003";
    private static final String USER_DATA = "#cloud-config\nruncmd:\n  - [sh, -c, \"echo '你好' > /etc/motd\"]\n";

    @TempDir
    Path directory;

    @Test
    void aGuestReadsWhatWasWritten() throws IOException {
        var iso = build(new NoCloudSeed(ID, "db-1.example", USER_DATA, "version: 2\n"));
        var joliet = IsoReader.joliet(iso);
        assertThat(joliet.label()).isEqualTo("cidata");
        assertThat(joliet.files()).containsOnlyKeys("meta-data", "user-data", "network-config");
        assertThat(text(joliet, "meta-data"))
                .isEqualTo("{\"instance-id\":\"%s\",\"local-hostname\":\"db-1.example\"}\n".formatted(ID));
        assertThat(text(joliet, "user-data")).isEqualTo(USER_DATA);
        assertThat(text(joliet, "network-config")).isEqualTo("version: 2\n");
        var rockRidge = IsoReader.rockRidge(iso);
        assertThat(rockRidge.label()).isEqualTo("CIDATA");
        assertThat(rockRidge.files()).containsOnlyKeys("meta-data", "user-data", "network-config");
        assertThat(text(rockRidge, "user-data")).isEqualTo(USER_DATA);
    }

    @Test
    void withoutUserDataTheGuestStillHasAFile() throws IOException {
        var joliet = IsoReader.joliet(build(new NoCloudSeed(ID, "db-1", null, null)));
        assertThat(joliet.files()).containsOnlyKeys("meta-data", "user-data");
        assertThat(text(joliet, "user-data")).startsWith("#cloud-config\n");
    }

    @Test
    void largeUserDataArrivesWhole() throws IOException {
        var large = "#!/bin/sh\n" + "# 0123456789\n".repeat(40_000);
        var joliet = IsoReader.joliet(build(new NoCloudSeed(ID, "db-1", large, null)));
        assertThat(text(joliet, "user-data")).isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-db",
                "db-",
                "db..x",
                "db.",
                "db_1",
                "db 1",
                "db\n",
                "db\nssh_authorized_keys: [evil]",
                "db\r\nx",
                "db\"",
                "db: x",
                "{{ds}}",
                "${jndi:ldap://x}",
                "$(id)",
                "<script>",
                "../../etc",
                "数据库",
                "db\u0000",
                "db\u202e",
                "a123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void aHostNameIsADnsName(String hostname) {
        assertThatThrownBy(() -> new NoCloudSeed(ID, hostname, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DNS name")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aHostNameHasALimitAsAWhole() {
        var longest = "a23456789.".repeat(25) + "abc";
        assertThat(new NoCloudSeed(ID, longest, null, null).hostname()).hasSize(253);
        assertThatThrownBy(() -> new NoCloudSeed(ID, longest + "d", null, null)).hasMessageContaining("254");
        assertThatThrownBy(() -> new NoCloudSeed(ID, "a.".repeat(100_000) + "!", null, null))
                .hasMessageContaining("200001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "-x", "x y", "x: y", "ü"})
    void anInstanceIdIsAWord(String id) {
        assertThatThrownBy(() -> new NoCloudSeed(id, "db", null, null)).hasMessageContaining("instance id");
    }

    @Test
    void whatIsTooLargeIsRefusedWithTheLimit() {
        var tooLarge = "#cloud-config\n" + "x".repeat(10 << 20);
        assertThatThrownBy(() -> new NoCloudSeed(ID, "db", tooLarge, null)).hasMessageContaining("524288");
        assertThatThrownBy(() -> new NoCloudSeed(ID, "db", null, "x".repeat(65_537)))
                .hasMessageContaining("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "runcmd: []", " #cloud-config", "\u001f\u008b", "<html>"})
    void userDataThatTheGuestWouldIgnoreIsRefused(String userData) {
        assertThatThrownBy(() -> new NoCloudSeed(ID, "db", userData, null)).hasMessageContaining("#cloud-config");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#cloud-config\n\u0000", "#cloud-config\n\ud800"})
    void textThatIsNoTextIsRefused(String userData) {
        assertThatThrownBy(() -> new NoCloudSeed(ID, "db", userData, null)).hasMessageContaining("not plain text");
        assertThatThrownBy(() -> new NoCloudSeed(ID, "db", null, userData)).hasMessageContaining("not plain text");
    }

    @Test
    void aSeedInALogTellsNoSecret() {
        assertThat(new NoCloudSeed(ID, "db", "#cloud-config\npassword: hunter2\n", "key: hunter2").toString())
                .contains(ID, "db")
                .doesNotContain("hunter2");
    }

    private byte[] build(NoCloudSeed seed) throws IOException {
        var file = directory.resolve("seed.iso");
        Files.deleteIfExists(file);
        seed.writeIso(file);
        return Files.readAllBytes(file);
    }

    private static String text(IsoReader iso, String name) {
        return new String(iso.files().getOrDefault(name, new byte[0]), UTF_8);
    }
}
