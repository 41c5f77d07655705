package io.atoll.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTokenTest {
    private static final UUID ID = UUID.fromString("0198c0de-7a1e-7000-8000-00000000002a");

    private static String token(int bytes) {
        var content = new byte[bytes];
        new Random(1).nextBytes(content);
        ByteBuffer.wrap(content).putLong(ID.getMostSignificantBits()).putLong(ID.getLeastSignificantBits());
        return "atoll1." + Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    @Test
    void carriesIdAndFingerprint() {
        var token = JoinToken.parse("  " + token(80) + "\n");
        assertThat(token.id()).isEqualTo(ID);
        assertThat(token.caFingerprintSha256()).hasSize(64).matches("[0-9a-f]+");
        assertThat(token.text()).isEqualTo(token(80));
    }

    @Test
    void neverShowsItsSecret() {
        var token = JoinToken.parse(token(80));
        assertThat(token.toString())
                .contains(ID.toString())
                .doesNotContain(token.text().substring(10, 40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "atoll1.", "atoll2.AAAA", "hello", "atoll1.%%%", "atoll1.AAAA", "atoll1.ä"})
    void refusesWhatIsNoToken(String text) {
        assertThatThrownBy(() -> JoinToken.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Copy the whole command");
    }

    @Test
    void refusesATokenCutShort() {
        assertThatThrownBy(() -> JoinToken.parse(token(79))).hasMessageContaining("79 bytes instead of 80");
    }
}
