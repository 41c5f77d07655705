package io.atoll.manager.vm.internal.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshPublicKeyTest {
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIGfQmJh5kRbN4vXcQyq8m1Nn0c3n5uX0n1mKp4m0r5aQ";

    @Test
    void takesAKeyWithAndWithoutAComment() {
        assertThat(SshPublicKey.parse("ssh-ed25519 " + KEY)).isPresent();
        assertThat(SshPublicKey.parse("ssh-ed25519 " + KEY + " ann@desk, at home"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "command=\"reboot\" ssh-ed25519 " + KEY,
                "ssh-ed25519 " + KEY + "\nssh-ed25519 " + KEY,
                "ssh-ed25519 " + KEY + " comment\r",
                "ssh-rsa " + KEY,
                "ssh-dss " + KEY,
                "ssh-ed25519  " + KEY,
                "ssh-ed25519 AAAA",
                "ssh-ed25519 $(id)",
            })
    void refusesAnythingElse(String text) {
        assertThat(SshPublicKey.parse(text)).isEmpty();
    }
}
