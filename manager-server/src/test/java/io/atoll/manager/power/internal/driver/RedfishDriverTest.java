package io.atoll.manager.power.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atoll.manager.power.FakeRedfish;
import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.TestCertificates;
import io.atoll.manager.power.internal.driver.PowerSettings.Authority;
import io.atoll.manager.power.internal.driver.PowerSettings.Endpoint;
import io.atoll.manager.power.internal.driver.PowerSettings.Login;
import io.atoll.manager.power.internal.driver.PowerSettings.Nobody;
import io.atoll.manager.power.internal.driver.PowerSettings.Pinned;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.power.internal.driver.PowerSettings.Trust;
import io.atoll.manager.problem.ErrorCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a controller over real TLS that says what no honest one says. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedfishDriverTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT_LIMIT = Duration.ofMillis(700);

    private FakeRedfish controller;
    private int requestsBefore;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    RedfishDriverTest() {}

    @BeforeAll
    void open() throws Exception {
        controller = FakeRedfish.onLoopback();
    }

    @AfterAll
    void close() {
        controller.close();
    }

    @BeforeEach
    void honest() {
        controller.isHonest();
        controller.says("On");
        requestsBefore = controller.requests().size();
    }

    private List<String> requests() {
        var all = controller.requests();
        return all.subList(requestsBefore, all.size());
    }

    private RedfishDriver driver(Trust trust, String password, boolean session, Duration limit) {
        var endpoint = new Endpoint("127.0.0.1", controller.port());
        var settings = new Redfish(endpoint, new Login(FakeRedfish.USER, password), trust, session, null);
        return new RedfishDriver(settings, InetAddress.getLoopbackAddress(), limit);
    }

    private RedfishDriver driver() throws Exception {
        return driver(pinned(), FakeRedfish.PASSWORD, false, LIMIT);
    }

    private Pinned pinned() throws Exception {
        return new Pinned(controller.certificates().fingerprint());
    }

    private static PowerException refused(PowerDriver driver) {
        return catchThrowableOfType(PowerException.class, driver::read);
    }

    private static PowerException refused(PowerDriver driver, PowerOrder order) {
        return catchThrowableOfType(PowerException.class, () -> driver.order(order));
    }

    @ParameterizedTest
    @CsvSource({"On, ON", "Off, OFF", "PoweringOn, UNKNOWN", "PoweringOff, UNKNOWN", "Paused, UNKNOWN"})
    void readsWhatTheControllerSays(String said, State state) throws Exception {
        controller.says(said);
        var reading = driver().read();
        assertThat(reading.state()).isEqualTo(state);
        assertThat(reading.detail()).contains(said);
    }

    @ParameterizedTest
    @CsvSource({"ON, On", "SHUT_DOWN, GracefulShutdown", "FORCE_OFF, ForceOff"})
    void ordersWhatIsWanted(PowerOrder order, String type) throws Exception {
        var types = new ArrayList<String>();
        controller.onReset(types::add);
        driver().order(order);
        assertThat(types).containsExactly(type);
    }

    @Test
    void theNewerMeasurementIsReadAndElseTheOlder() throws Exception {
        controller.at(FakeRedfish.POWER, 200, "{\"PowerControl\":[{\"PowerConsumedWatts\":211.6}]}");
        assertThat(driver().measuredWatts()).hasValue(FakeRedfish.WATTS);
        controller.at(FakeRedfish.METRICS, 200, "{\"PowerWatts\":{\"Reading\":null}}");
        assertThat(driver().measuredWatts()).hasValue(212);
        controller.at(FakeRedfish.CHASSIS, 200, "{}");
        assertThat(driver().measuredWatts()).isEmpty();
        controller.at(FakeRedfish.SYSTEM, 200, "{\"PowerState\":\"On\"}");
        assertThat(driver().measuredWatts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "100001", "1e300", "\"187\"", "[]", "true"})
    void absurdWattsAreNotBelieved(String reading) throws Exception {
        controller.at(FakeRedfish.METRICS, 200, "{\"PowerWatts\":{\"Reading\":%s}}".formatted(reading));
        var refusal = catchThrowableOfType(PowerException.class, () -> driver().measuredWatts());
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ANSWER_UNREADABLE);
        assertThat(refusal).hasMessageContaining("draws");
    }

    @Test
    void aMeasurementThatPointsElsewhereIsNotFollowed() throws Exception {
        controller.at(FakeRedfish.CHASSIS, 200, "{\"Power\":{\"@odata.id\":\"https://192.0.2.1/steal\"}}");
        var refusal = catchThrowableOfType(PowerException.class, () -> driver().measuredWatts());
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ANSWER_UNREADABLE);
    }

    @Test
    void aWrongPasswordIsSaidToBeOne() throws Exception {
        for (var session : List.of(false, true)) {
            var refusal = refused(driver(pinned(), "wrong", session, LIMIT));
            assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_CREDENTIALS_REFUSED);
            assertThat(refusal).hasMessageContaining(FakeRedfish.USER).hasMessageNotContaining("wrong");
        }
    }

    @Test
    void aSessionIsOpenedUsedAndClosedAgain() throws Exception {
        driver(pinned(), FakeRedfish.PASSWORD, true, LIMIT).read();
        assertThat(requests())
                .containsExactly(
                        "nothing POST " + FakeRedfish.SESSIONS,
                        "token GET " + FakeRedfish.SYSTEMS,
                        "token GET " + FakeRedfish.SYSTEM,
                        "token DELETE " + FakeRedfish.SESSIONS + "/7");
    }

    @Test
    void anotherCertificateGetsNoPassword() throws Exception {
        for (var trust : List.of(new Pinned("0".repeat(64)), new Nobody())) {
            var refusal = refused(driver(trust, FakeRedfish.PASSWORD, false, LIMIT));
            assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_CERTIFICATE_REFUSED);
            assertThat(refusal).hasMessageContaining(controller.certificates().fingerprint());
        }
        assertThat(requests()).isEmpty();
    }

    @Test
    void anAuthorityVouchesForWhatItSignedForThisAddress() throws Exception {
        var trust = new Authority(controller.certificates().authorityPem());
        assertThat(driver(trust, FakeRedfish.PASSWORD, false, LIMIT).read().state())
                .isEqualTo(State.ON);
        var stranger = new Authority(TestCertificates.forAddress("127.0.0.1").authorityPem());
        assertThat(refused(driver(stranger, FakeRedfish.PASSWORD, false, LIMIT)).code())
                .isEqualTo(ErrorCode.POWER_CERTIFICATE_REFUSED);
    }

    @Test
    void anAuthoritysCertificateForAnotherAddressIsRefused() throws Exception {
        try (var other = new FakeRedfish(TestCertificates.forAddress("127.0.0.2"))) {
            var trust = new Authority(other.certificates().authorityPem());
            var endpoint = new Endpoint("127.0.0.1", other.port());
            var settings = new Redfish(endpoint, new Login(FakeRedfish.USER, FakeRedfish.PASSWORD), trust, false, null);
            var refusal = refused(new RedfishDriver(settings, InetAddress.getLoopbackAddress(), LIMIT));
            assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_CERTIFICATE_REFUSED);
            assertThat(refusal).hasMessageContaining("not issued for 127.0.0.1");
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[1,2]",
                "\"On\"",
                "{\"PowerState\":",
                "{}",
                "{\"PowerState\":1}",
                "{\"PowerState\":null}",
                "{\"PowerState\":\"on fire\"}",
                "{\"PowerState\":[\"On\"]}"
            })
    void garbageIsNoState(String body) throws Exception {
        controller.at(FakeRedfish.SYSTEM, 200, body);
        var refusal = refused(driver());
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ANSWER_UNREADABLE);
        assertThat(refusal.hint()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://192.0.2.1/redfish/v1/Systems/1",
                "//192.0.2.1/redfish/v1/Systems/1",
                "/redfish/v1/../../etc/passwd",
                "/admin",
                "/redfish/v1/Systems/1?x=y",
                "/redfish/v1/Systems/1 HTTP/1.1",
                ""
            })
    void linksThatLeadElsewhereAreNotFollowed(String link) throws Exception {
        controller.at(FakeRedfish.SYSTEMS, 200, "{\"Members\":[{\"@odata.id\":\"%s\"}]}".formatted(link));
        assertThat(refused(driver()).code()).isEqualTo(ErrorCode.POWER_ANSWER_UNREADABLE);
        assertThat(requests()).containsExactly("basic GET " + FakeRedfish.SYSTEMS);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        controller.at(FakeRedfish.SYSTEMS, exchange -> {
            exchange.getResponseHeaders().set("Location", FakeRedfish.SYSTEM);
            FakeRedfish.send(exchange, 302, "");
        });
        assertThat(refused(driver())).hasMessageContaining("redirects").hasMessageContaining(FakeRedfish.SYSTEM);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void anAnswerWithoutAnEndIsCutOff() throws Exception {
        controller.at(FakeRedfish.SYSTEM, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var part = " ".repeat(65_536).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int sent = 0; sent <= RedfishConnection.MOST_BYTES; sent += part.length) {
                exchange.getResponseBody().write(part);
            }
        });
        assertThat(refused(driver())).hasMessageContaining("larger than 1048576 bytes");
    }

    @Test
    void anAnswerThatTricklesEndsWithTheLimit() throws Exception {
        var over = new CountDownLatch(1);
        controller.at(FakeRedfish.SYSTEM, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var refusal = refused(driver(pinned(), FakeRedfish.PASSWORD, false, SHORT_LIMIT));
        over.countDown();
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_UNREACHABLE);
        assertThat(refusal).hasMessageContaining("700 ms");
        assertThat(refusal.leavesOpen()).isTrue();
    }

    @Test
    void nobodyAtThePortIsSaidToBeUnreachable() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var login = new Login(FakeRedfish.USER, FakeRedfish.PASSWORD);
        var settings = new Redfish(new Endpoint("127.0.0.1", port), login, pinned(), false, null);
        var refusal = refused(new RedfishDriver(settings, InetAddress.getLoopbackAddress(), LIMIT));
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_UNREACHABLE);
        assertThat(refusal).hasMessageContaining("127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 503})
    void aStatusIsShown(int status) throws Exception {
        controller.at(FakeRedfish.SYSTEM, status, "{\"error\":{\"message\":\"the fan is on fire\"}}");
        assertThat(refused(driver()))
                .hasMessageContaining("status " + status)
                .hasMessageContaining("the fan is on fire");
    }

    @Test
    void severalSystemsWantAChoice() throws Exception {
        controller.at(
                FakeRedfish.SYSTEMS,
                200,
                "{\"Members\":[{\"@odata.id\":\"/redfish/v1/Systems/1\"},{\"@odata.id\":\"/redfish/v1/Systems/2\"}]}");
        var refusal = refused(driver());
        assertThat(refusal).hasMessageContaining("2 systems").hasMessageContaining("/redfish/v1/Systems/2");
        assertThat(refusal.hint()).contains("systemPath");
    }

    @Test
    void whatTheControllerDoesNotOfferIsNotOrdered() throws Exception {
        controller.at(FakeRedfish.SYSTEM, 200, FakeRedfish.system("On").replace(",\"GracefulShutdown\"", ""));
        var refusal = refused(driver(), PowerOrder.SHUT_DOWN);
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ORDER_REFUSED);
        assertThat(refusal).hasMessageContaining("it offers: ForceOff, On");
        assertThat(requests()).noneMatch(request -> request.contains("POST"));
    }

    @Test
    void aRefusedOrderShowsTheControllersReason() throws Exception {
        controller.at(
                FakeRedfish.RESET,
                409,
                "{\"error\":{\"@Message.ExtendedInfo\":[{\"Message\":\"already\\u0000 off\"}]}}");
        var refusal = refused(driver(), PowerOrder.FORCE_OFF);
        assertThat(refusal.code()).isEqualTo(ErrorCode.POWER_ORDER_REFUSED);
        assertThat(refusal).hasMessageContaining("already off").hasMessageContaining("409");
    }

    @Test
    void anOrderThatFailsLaterIsARefusalToo() throws Exception {
        controller.at(FakeRedfish.RESET, exchange -> {
            exchange.getResponseHeaders().set("Location", "/redfish/v1/TaskService/Tasks/9");
            FakeRedfish.send(exchange, 202, "{}");
        });
        controller.at("/redfish/v1/TaskService/Tasks/9", 200, "{\"TaskState\":\"Exception\"}");
        assertThat(refused(driver(), PowerOrder.FORCE_OFF)).hasMessageContaining("its task ended as Exception");
        controller.at("/redfish/v1/TaskService/Tasks/9", 200, "{\"TaskState\":\"Completed\"}");
        driver().order(PowerOrder.FORCE_OFF);
    }
}
