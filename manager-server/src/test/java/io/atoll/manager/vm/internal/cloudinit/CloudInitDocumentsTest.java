package io.atoll.manager.vm.internal.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings.GuestUser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CloudInitDocumentsTest {
    private static final String HASH = "$6$salt$hash";

    @Test
    void passesOwnUserDataOnUntouched() {
        var own = "#!/bin/sh\necho '{{ hello }}' ${x}\n";
        assertThat(CloudInitDocuments.userData(new CloudInitSettings("web", List.of(), own)))
                .isEqualTo(own);
        assertThat(CloudInitDocuments.userData(new CloudInitSettings("web", List.of(), null)))
                .isEmpty();
    }

    @Test
    void writesAccountsAsOneLineOfJsonBelowTheHeader() {
        var hostile = "a\": x\n- name: evil\n#{}${}{{7*7}}";
        var text = CloudInitDocuments.userData(
                new CloudInitSettings("web", List.of(new GuestUser(hostile, List.of(hostile), HASH)), null));
        assertThat(text.lines()).hasSize(2).first().isEqualTo("#cloud-config");
        var user = new JsonMapper()
                .readTree(text.substring(text.indexOf('\n')))
                .get("users")
                .get(0);
        assertThat(user.get("name").asString()).isEqualTo(hostile);
        assertThat(user.get("ssh_authorized_keys").get(0).asString()).isEqualTo(hostile);
        assertThat(user.get("passwd").asString()).isEqualTo(HASH);
        assertThat(user.get("lock_passwd").asBoolean()).isFalse();
    }

    @Test
    void keepsOwnUserDataApartFromTheAccounts() {
        var own = "#cloud-config\nruncmd: [ls]\n--atoll-part--\n";
        var text = CloudInitDocuments.userData(
                new CloudInitSettings("web", List.of(new GuestUser("ann", List.of(), null)), own));
        assertThat(text).startsWith("Content-Type: multipart/mixed; boundary=\"atoll-part\"\nMIME-Version: 1.0\n\n");
        var parts = text.split("--atoll-part(--)?\n");
        assertThat(parts).hasSize(3);
        var body = parts[2].substring(parts[2].indexOf("\n\n") + 2);
        assertThat(new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8))
                .isEqualTo(own);
    }

    @Test
    void configuresStaticCardsByMacAndLeavesTheOthersToDhcp() {
        var text = CloudInitDocuments.networkConfig(List.of(
                new GuestNic(0, "02:00:00:00:00:01", "10.0.0.5/24", "10.0.0.1", List.of("10.0.0.2"), 1450),
                new GuestNic(1, "02:00:00:00:00:02", null, null, List.of(), 1500)));
        var ethernets = new JsonMapper().readTree(text).get("ethernets");
        assertThat(ethernets.get("nic0").toString())
                .isEqualTo(
                        "{\"match\":{\"macaddress\":\"02:00:00:00:00:01\"},\"dhcp4\":false,\"addresses\":[\"10.0.0.5/24\"],"
                                + "\"routes\":[{\"to\":\"0.0.0.0/0\",\"via\":\"10.0.0.1\"}],"
                                + "\"nameservers\":{\"addresses\":[\"10.0.0.2\"]},\"mtu\":1450}");
        assertThat(ethernets.get("nic1").toString())
                .isEqualTo("{\"match\":{\"macaddress\":\"02:00:00:00:00:02\"},\"dhcp4\":true}");
    }

    @Test
    void saysNothingOfTheNetworkWhereAllCardsAskDhcp() {
        assertThat(CloudInitDocuments.networkConfig(
                        List.of(new GuestNic(0, "02:00:00:00:00:01", null, null, List.of(), 1500))))
                .isEmpty();
    }
}
