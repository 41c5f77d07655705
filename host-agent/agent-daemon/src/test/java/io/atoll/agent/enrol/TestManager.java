package io.atoll.agent.enrol;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.atoll.agent.TestAuthority;
import io.atoll.agent.identity.JoinToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The enrolment part of a manager over real HTTPS, which can be made to misbehave. */
final class TestManager implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestAuthority authority;
    private final HttpsServer server;
    private final String hostId = UUID.randomUUID().toString();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile UnaryOperator<Map<String, Object>> bend = UnaryOperator.identity();
    private volatile int problemStatus;
    private volatile String problem = "";
    private volatile Map<?, ?> lastRequest = Map.of();

    TestManager(TestAuthority authority, TestAuthority.Contents serverContents, X509Certificate... chainRest) {
        this.authority = authority;
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(authority.issue(serverContents), chainRest)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/api/v1/enrolments", exchange -> {
            requests.incrementAndGet();
            var body = answer(exchange.getRequestBody().readAllBytes()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(problemStatus == 0 ? 201 : problemStatus, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    static TestManager of(TestAuthority authority) {
        return new TestManager(authority, TestAuthority.managerContents(), authority.certificate());
    }

    URI url() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    String hostId() {
        return hostId;
    }

    int requests() {
        return requests.get();
    }

    Map<?, ?> lastRequest() {
        return lastRequest;
    }

    /** Answers a little differently from now on. */
    TestManager bending(UnaryOperator<Map<String, Object>> change) {
        bend = change;
        return this;
    }

    TestManager refusing(int status, String code, String detail) {
        problemStatus = status;
        problem = JSON.writeValueAsString(Map.of("code", code, "detail", detail, "status", status));
        return this;
    }

    JoinToken token() {
        return tokenFor(authority.certificate());
    }

    static JoinToken tokenFor(X509Certificate ca) {
        try {
            var bytes = ByteBuffer.allocate(80).putLong(1).putLong(2).put(new byte[32]);
            bytes.put(MessageDigest.getInstance("SHA-256").digest(ca.getEncoded()));
            return JoinToken.parse(
                    "atoll1." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(byte[] request) throws IOException {
        if (problemStatus != 0) {
            return problem;
        }
        lastRequest = JSON.readValue(request, Map.class);
        var key = keyOf(String.valueOf(lastRequest.get("csrPem")));
        var certificate = authority.certify(TestAuthority.hostContents(hostId), key);
        var answer = new HashMap<String, Object>();
        answer.put("hostId", hostId);
        answer.put("installationId", authority.installation());
        answer.put("clusterId", UUID.randomUUID().toString());
        answer.put(
                "certificatePem",
                new TestAuthority.Identity(TestAuthority.newKeys().getPrivate(), certificate).certificatePem());
        answer.put("caPem", authority.pem());
        answer.put("crlPem", authority.crlPem());
        answer.put("zookeeperConnect", "127.0.0.1:2281");
        answer.put("serverTimeMs", System.currentTimeMillis());
        answer.put("somethingNewer", "ignored");
        return JSON.writeValueAsString(bend.apply(answer));
    }

    private static PublicKey keyOf(String csrPem) throws IOException {
        try (var parser = new PEMParser(new java.io.StringReader(csrPem))) {
            var request = (PKCS10CertificationRequest) parser.readObject();
            return new JcaPKCS10CertificationRequest(request).getPublicKey();
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static SSLContext context(TestAuthority.Identity identity, X509Certificate... rest) throws Exception {
        var chain = new X509Certificate[1 + rest.length];
        chain[0] = identity.certificate();
        System.arraycopy(rest, 0, chain, 1, rest.length);
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new AnyChain(identity.key(), chain)}, null, null);
        return context;
    }

    /** A key store would refuse a chain that does not fit together. */
    private static final class AnyChain extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate[] chain;

        AnyChain(PrivateKey key, X509Certificate[] chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {"server"};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "server";
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return "server";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
