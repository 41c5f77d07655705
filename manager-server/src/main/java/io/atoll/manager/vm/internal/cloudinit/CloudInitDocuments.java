package io.atoll.manager.vm.internal.cloudinit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the documents cloud-init reads. JSON is valid YAML, so a JSON emitter writes them and every text of a user ends up
 * inside one quoted string, whatever it contains.
 */
public final class CloudInitDocuments {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ETHERNET_MTU_BYTES = 1500;
    private static final int BASE64_LINE_CHARS = 76;

    private CloudInitDocuments() {}

    /** The complete user data; empty where there is nothing to say. */
    public static String userData(CloudInitSettings settings) {
        var own = settings.userData();
        if (settings.users().isEmpty()) {
            return own == null ? "" : own;
        }
        var accounts = accounts(settings);
        return own == null
                ? accounts
                : multipart(List.of(new Part("text/cloud-config", accounts), new Part(typeOf(own), own)));
    }

    /** Network configuration version 2; empty where every card asks DHCP, which is what cloud-init does unasked. */
    public static String networkConfig(List<GuestNic> nics) {
        if (nics.stream().allMatch(nic -> nic.addressWithPrefix() == null)) {
            return "";
        }
        var ethernets = new LinkedHashMap<String, Object>();
        for (var nic : nics) {
            ethernets.put("nic" + nic.index(), ethernet(nic));
        }
        return json(Map.of("version", 2, "ethernets", ethernets)) + "\n";
    }

    private static Map<String, Object> ethernet(GuestNic nic) {
        var ethernet = new LinkedHashMap<String, Object>();
        ethernet.put("match", Map.of("macaddress", nic.mac()));
        var address = nic.addressWithPrefix();
        ethernet.put("dhcp4", address == null);
        if (address != null) {
            ethernet.put("addresses", List.of(address));
            var gateway = nic.gateway();
            if (gateway != null) {
                var route = new LinkedHashMap<String, Object>();
                route.put("to", "0.0.0.0/0");
                route.put("via", gateway);
                ethernet.put("routes", List.of(route));
            }
            if (!nic.dnsServers().isEmpty()) {
                ethernet.put("nameservers", Map.of("addresses", nic.dnsServers()));
            }
        }
        if (nic.mtuBytes() != ETHERNET_MTU_BYTES) {
            ethernet.put("mtu", nic.mtuBytes());
        }
        return ethernet;
    }

    private static String accounts(CloudInitSettings settings) {
        var users = new ArrayList<Map<String, Object>>();
        for (var user : settings.users()) {
            var account = new LinkedHashMap<String, Object>();
            account.put("name", user.name());
            if (!user.name().equals("root")) {
                account.put("sudo", "ALL=(ALL) NOPASSWD:ALL");
            }
            var hash = user.passwordHash();
            account.put("lock_passwd", hash == null);
            if (hash != null) {
                account.put("passwd", hash);
            }
            if (!user.sshKeys().isEmpty()) {
                account.put("ssh_authorized_keys", user.sshKeys());
            }
            users.add(account);
        }
        return "#cloud-config\n" + json(Map.of("users", users)) + "\n";
    }

    private record Part(String contentType, String text) {}

    /** The parts are base64, so the boundary cannot occur in them and a NUL or a long line does no harm. */
    private static String multipart(List<Part> parts) {
        var boundary = "atoll-part";
        var encoder = Base64.getMimeEncoder(BASE64_LINE_CHARS, new byte[] {'\n'});
        var text = new StringBuilder(
                "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\nMIME-Version: 1.0\n\n");
        for (var part : parts) {
            text.append("--").append(boundary).append('\n');
            text.append("Content-Type: ").append(part.contentType()).append("; charset=\"utf-8\"\n");
            text.append("Content-Transfer-Encoding: base64\n\n");
            text.append(encoder.encodeToString(part.text().getBytes(StandardCharsets.UTF_8)))
                    .append('\n');
        }
        return text.append("--").append(boundary).append("--\n").toString();
    }

    /** How cloud-init tells kinds of user data apart: by how they begin. */
    private static String typeOf(String userData) {
        if (userData.startsWith("#cloud-config")) {
            return "text/cloud-config";
        }
        return userData.startsWith("#!") ? "text/x-shellscript" : "text/plain";
    }

    private static String json(Object value) {
        return JSON.writeValueAsString(value);
    }
}
