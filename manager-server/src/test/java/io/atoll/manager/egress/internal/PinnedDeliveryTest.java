package io.atoll.manager.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.EgressLimits;
import io.atoll.manager.egress.EgressPoster.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not go out, and where mail may go. Good deliveries are in the tests of the channels. */
@Timeout(60)
class PinnedDeliveryTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final EgressLimits LIMITS = new EgressLimits(1, SHORT, 1, SHORT);
    private static final Request REQUEST =
            new Request(Map.of("webhook-id", "x"), "{}".getBytes(StandardCharsets.US_ASCII), null);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static PinnedDelivery delivery(String... allow) {
        var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var http = new PinnedHttp(
                new AddressPolicy(List.of(allow)),
                host -> List.of(InetAddress.getByName(host)),
                tls,
                Clock.systemUTC());
        return new PinnedDelivery(http, tls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.org/", "ftp://example.org/", "https://user@example.org/", "https://a b/", ""})
    void onlyHttpsIsGoodEnough(String url) {
        assertThatThrownBy(() -> delivery().check(url))
                .isInstanceOfSatisfying(
                        EgressException.class, e -> assertThat(e.reason()).isEqualTo(Reason.URL_REFUSED));
    }

    @Test
    void anAddressInsideTheHouseIsClosed() {
        assertThatThrownBy(() -> delivery().post("https://127.0.0.1:" + server.getLocalPort() + "/", REQUEST, LIMITS))
                .hasMessageContaining("atoll.egress.allow");
        assertThatThrownBy(() -> delivery().connect("127.0.0.1", server.getLocalPort(), SHORT))
                .hasMessageContaining("atoll.egress.allow");
    }

    /** It accepts, by the system's queue, and never says a word. */
    @Test
    void aServerThatStallsIsLeft() {
        assertThatThrownBy(() -> delivery("127.0.0.0/8")
                        .post("https://127.0.0.1:" + server.getLocalPort() + "/", REQUEST, LIMITS))
                .isInstanceOfSatisfying(
                        EgressException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT_REACHED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x", "ünïcode", "nul\0"})
    void aHeaderIsOneLineOfAscii(String value) {
        var request = new Request(Map.of("webhook-id", value), new byte[0], null);
        assertThatThrownBy(() -> delivery("127.0.0.0/8")
                        .post("https://127.0.0.1:" + server.getLocalPort() + "/", request, LIMITS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1.1.1, 587, true, false",
        "1.1.1.1, 443, false, true",
        "1.1.1.1, 5432, false, false",
        "10.0.0.1, 25, false, false",
        "10.1.0.1, 25, true, true",
        "10.1.0.1, 2500, true, true"
    })
    void mailGoesToTheMailPortsOfTheOpenInternetAndToWhatIsListed(String address, int port, boolean mail, boolean url) {
        var policy = new AddressPolicy(List.of("10.1.0.0/16"));
        assertThat(policy.permitsMail(InetAddress.ofLiteral(address), port)).isEqualTo(mail);
        assertThat(policy.permits(InetAddress.ofLiteral(address), port)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "nonsense"})
    void certificatesThatAreNoneAreRefused(String pem) {
        assertThatThrownBy(() -> delivery().checkCertificates(pem)).hasMessageContaining("-----BEGIN CERTIFICATE-----");
    }
}
