package io.atoll.manager.testing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.pki.internal.TestRequests;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.model.HostId;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;

/** Enrols hosts as real ones are: a join token, a request for a certificate, the authority's answer. */
final class ScriptedAgents {
    private final ManagerUnderTest manager;
    private final ApiClient api;
    private final String cluster;

    ScriptedAgents(ManagerUnderTest manager, ApiClient api, String cluster) {
        this.manager = manager;
        this.api = api;
        this.cluster = cluster;
    }

    ScriptedAgent enrol(String name, World world) throws Exception {
        var token = api.post("/api/v1/clusters/" + cluster + "/join-tokens", Map.of())
                .json()
                .get("token")
                .asString();
        var keys = TestRequests.keys();
        var port = freePort();
        var enrolled = manager.anonymous()
                .post(
                        "/api/v1/enrolments",
                        Map.of(
                                "token",
                                token,
                                "csrPem",
                                TestRequests.pem("CN=" + name, keys),
                                "hostname",
                                name,
                                "agentAddress",
                                "127.0.0.1",
                                "agentPort",
                                port,
                                "clockMs",
                                manager.bean(Clock.class).millis(),
                                "agentVersion",
                                "test"));
        assertThat(enrolled.status()).as("%s", enrolled).isEqualTo(201);
        var identity = new HostIdentity(
                HostId.parse(enrolled.json().get("hostId").asString()),
                name,
                keys,
                certificate(enrolled.json().get("certificatePem").asString()),
                certificate(enrolled.json().get("caPem").asString()));
        return new ScriptedAgent(identity, port, world, manager.bean(Clock.class));
    }

    private static X509Certificate certificate(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static int freePort() throws java.io.IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
