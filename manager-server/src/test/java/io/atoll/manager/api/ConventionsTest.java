package io.atoll.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer has in common, and what no request may do. */
@ManagerTest
class ConventionsTest {
    private static final String USERS = "/api/v1/users";

    private final ManagerUnderTest manager;

    ConventionsTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void whoIsNotKnownGetsAProblemDocument() throws Exception {
        var answer = manager.anonymous().get(USERS);
        assertRefused(answer, 401, "UNAUTHENTICATED");
        assertThat(answer.json().get("traceId").asString()).isEqualTo(answer.header("Atoll-Trace-Id"));
        assertThat(answer.json().get("instance").asString()).isEqualTo(USERS);
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        var answer = manager.anonymous().get("/api/v1/info");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Security-Policy")).contains("script-src 'self'", "frame-ancestors 'none'");
        assertThat(answer.header("Content-Security-Policy")).doesNotContain("unsafe");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Server")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"username\":\"x\",\"surplus\":1}|400|VALIDATION_FAILED",
                "{\"username\":\"x\",\"username\":\"y\"}|400|MALFORMED_JSON",
                "{\"username\":7}|400|VALIDATION_FAILED",
                "{\"username\":[]}|400|VALIDATION_FAILED",
                "{\"username\":true}|400|VALIDATION_FAILED",
                "[]|400|VALIDATION_FAILED",
                "null|400|MALFORMED_JSON",
                "7|400|VALIDATION_FAILED",
                "{|400|MALFORMED_JSON",
                "{}{}|400|VALIDATION_FAILED",
                "{\"username\":NaN}|400|MALFORMED_JSON",
                "{\"@class\":\"java.lang.Runtime\"}|400|VALIDATION_FAILED",
                "{}|400|VALIDATION_FAILED",
            })
    void bodiesAreReadStrictly(String body, int status, String code) throws Exception {
        var answer = manager.admin().postRaw(USERS, body.getBytes(StandardCharsets.UTF_8));
        assertRefused(answer, status, code);
        assertThat(answer.text()).doesNotContain("jackson", "io.atoll", "java.", "Exception");
    }

    @Test
    void anUnknownPropertyIsNamed() throws Exception {
        var answer = manager.admin().post(USERS, Map.of("usrname", "x"));
        assertThat(answer.json().get("causes").get(0).get("field").asString()).isEqualTo("usrname");
    }

    @Test
    void deepOrLargeBodiesAreRefused() throws Exception {
        String deep = "{\"username\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThat(manager.admin()
                        .postRaw(USERS, deep.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
        byte[] large = ("{\"username\":\"" + "x".repeat(1_100_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertRefused(manager.admin().postRaw(USERS, large), 413, "BODY_TOO_LARGE");
        byte[] ofStranger = ("{\"username\":\"" + "x".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertRefused(manager.anonymous().postRaw("/api/v1/sessions", ofStranger), 413, "BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
    void onlyUtf8IsRead(String charset) throws Exception {
        byte[] body = "{\"username\":\"someone\"}".getBytes(Charset.forName(charset));
        assertThat(manager.admin().postRaw(USERS, body).status()).isEqualTo(400);
        byte[] marked = "\ufeff{\"username\":\"someone\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(manager.admin().postRaw(USERS, marked).status()).isEqualTo(400);
        byte[] broken = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        assertRefused(manager.admin().postRaw(USERS, broken), 400, "MALFORMED_JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "application/xml, 415",
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "multipart/form-data; boundary=x, 415",
        "application/json; charset=utf-16, 415",
        "*/*, 415",
        "application/*+json, 415",
        "json, 415",
        "application/json; charset=, 415",
    })
    void otherContentTypesAreRefused(String type, int status) throws Exception {
        var answer = manager.admin().with("Content-Type", type).postRaw(USERS, "{}".getBytes(StandardCharsets.UTF_8));
        assertRefused(answer, status, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void packedBodiesAreRefused() throws Exception {
        var answer = manager.admin().with("Content-Encoding", "gzip").postRaw(USERS, new byte[] {1, 2, 3});
        assertRefused(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/..;/users",
                "/api/v1/%2e%2e/users",
                "/api//v1/users",
                "/api/v1/users;x=1",
                "/api/v1/./users",
                "/api/v1/x/../users",
                "/api/v1/users%2f",
                "/api/v1/users%00",
                "/api/v1/%c0%ae%c0%ae/users",
                "/api/v1/users?filter=%c0%af",
                "/api/v1/users?filter=%zz",
                "/api/v1/users?filter=%00",
            })
    void pathsAndQueriesWithTricksAreRefused(String path) throws Exception {
        assertThat(RawRequest.status(manager.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/Users", "/api/v1/users/", "/api/v1/users.json", "/api/v1/nothing", "/API/v1/users"})
    void otherSpellingsFindNothing(String path) throws Exception {
        var answer = manager.admin().get(path);
        assertThat(answer.status()).isIn(404, 200);
        assertThat(answer.text()).doesNotContain("\"username\"");
    }

    @Test
    void methodsThatAreNotThereAreRefused() throws Exception {
        var answer = manager.admin().send("PUT", USERS, "{}".getBytes(StandardCharsets.UTF_8), Map.of());
        assertRefused(answer, 405, "METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).contains("GET", "POST");
        var overridden =
                manager.as(Role.VIEWER).with("X-HTTP-Method-Override", "DELETE").get(USERS);
        assertRefused(overridden, 403, "FORBIDDEN");
        assertThat(manager.admin().send("TRACE", USERS, null, Map.of()).status())
                .isEqualTo(405);
    }

    @Test
    void whatTheServerRefusesByItselfIsAProblemDocumentToo() throws Exception {
        String many = "X-A: b\r\n".repeat(1_000);
        for (String request : new String[] {
            "GARBAGE\r\n\r\n",
            "GET /api/v1/info HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n",
            "GET /api/v1/info HTTP/1.1\r\nHost: localhost\r\nX-A: " + "b".repeat(40_000) + "\r\n\r\n",
            "GET /api/<v1> HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/v1/info HTTP/1.1\r\n\r\n",
            "GET /api/v1/info HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: made-up\r\n\r\n",
        }) {
            String answer = RawRequest.status(manager.port(), request);
            assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d.*").doesNotContain("<html", "Tomcat", "org.apache");
            assertThat(answer).contains("application/problem+json");
        }
    }

    @Test
    void notAcceptableIsStillAProblemDocument() throws Exception {
        var answer = manager.admin().with("Accept", "application/xml").get(USERS);
        assertRefused(answer, 406, "NOT_ACCEPTABLE");
    }

    @Test
    void malformedIdsAndFlagsAreRefused() throws Exception {
        var noId = manager.admin().get("/api/v1/users/1");
        assertRefused(noId, 400, "VALIDATION_FAILED");
        assertThat(noId.json().get("detail").asString()).startsWith("id is not an id");
        assertRefused(manager.admin().post(USERS + "?dryRun=maybe", Map.of()), 400, "VALIDATION_FAILED");
        assertRefused(manager.admin().post(USERS + "?dryRun=true&dryRun=false", Map.of()), 400, "VALIDATION_FAILED");
    }

    @Test
    void whoMisspellsAQueryParameterIsNotGivenEverything() throws Exception {
        for (var path : new String[] {USERS + "?filtr=username=a", "/api/v1/vms?pageSize=1", "/api/v1/info?x"}) {
            var answer = manager.admin().get(path);
            assertRefused(answer, 400, "VALIDATION_FAILED");
            assertThat(answer.json().get("detail").asString()).contains("There is no query parameter", "known are");
        }
        assertRefused(manager.admin().post(USERS + "?wait=1s", Map.of()), 400, "VALIDATION_FAILED");
        assertThat(manager.admin()
                        .get("/api/v1/vms?limit=5&fields=metadata.name&sort=-metadata.name")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoRevisionIsNotSaidToBeAnOldOne() throws Exception {
        var cluster = manager.admin()
                .post("/api/v1/clusters", Map.of("name", manager.unique("match")))
                .header("Location");
        for (var odd : new String[] {"abc", "0", "\"x\"", "\"1\", \"2\"", "W/\"0\""}) {
            var answer = manager.admin().with("If-Match", odd).patch(cluster, Map.of("labels", Map.of()));
            assertRefused(answer, 400, "VALIDATION_FAILED");
            assertThat(answer.json().get("detail").asString()).contains("such as \"0\"");
        }
        var old = manager.admin().with("If-Match", "\"7\"").patch(cluster, Map.of("labels", Map.of()));
        assertRefused(old, 412, "REVISION_MISMATCH");
    }

    /** More of them than the manager has connections to its database. */
    @Test
    void bodiesThatDoNotArriveHoldNobodyElseUp() throws Exception {
        String head = "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"token\":";
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 40; i++) {
                slow.add(RawRequest.begin(manager.port(), "POST /api/v1/enrolments HTTP/1.1\r\n" + head));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(manager.admin().get(USERS).status()).isEqualTo(200);
            }
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    private static void assertRefused(ApiClient.Answer answer, int status, String code) {
        assertThat(answer.code()).as(answer::toString).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    }
}
