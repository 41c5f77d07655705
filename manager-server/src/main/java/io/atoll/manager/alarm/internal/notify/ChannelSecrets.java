package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.pki.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes, seals and opens what channels keep secret. */
@Component
class ChannelSecrets {
    /** As Standard Webhooks writes secrets; 24 to 64 bytes are allowed, 32 are what SHA-256 takes. */
    static final String PREFIX = "whsec_";

    private static final int SECRET_BYTES = 32;

    private final SecretBox box;
    private final SecureRandom random = new SecureRandom();

    ChannelSecrets(SecretBox box) {
        this.box = box;
    }

    String fresh() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    String sealWebhook(UUID channel, String secret) {
        return box.seal(secret.getBytes(StandardCharsets.US_ASCII), "webhook-secret:" + channel);
    }

    String openWebhook(UUID channel, String sealed) {
        return new String(box.open(sealed, "webhook-secret:" + channel), StandardCharsets.US_ASCII);
    }

    String sealPassword(UUID channel, String password) {
        return box.seal(password.getBytes(StandardCharsets.UTF_8), "mail-password:" + channel);
    }

    String openPassword(UUID channel, String sealed) {
        return new String(box.open(sealed, "mail-password:" + channel), StandardCharsets.UTF_8);
    }
}
