package io.atoll.manager.alarm.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The signature against the example that the Standard Webhooks libraries test with. */
class WebhookSignatureTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    @Test
    void theKnownExampleIsSignedAsEverybodySignsIt() {
        assertThat(sign(List.of(SECRET))).isEqualTo(SIGNED);
    }

    @Test
    void twoSecretsGiveTwoSignatures() {
        var both =
                sign(List.of("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", SECRET)).split(" ", -1);
        assertThat(both).hasSize(2);
        assertThat(both[1]).isEqualTo(SIGNED);
    }

    private static String sign(List<String> secrets) {
        return WebhookSignature.of(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1_614_265_330), BODY);
    }
}
