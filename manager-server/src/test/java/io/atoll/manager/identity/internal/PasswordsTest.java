package io.atoll.manager.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.problem.AtollException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void onlyTheRightPasswordMatches() {
        String hash = passwords.hash("Correct horse battery");
        assertThat(passwords.matches("Correct horse battery", hash)).isTrue();
        assertThat(passwords.matches("correct horse battery", hash)).isFalse();
        assertThat(passwords.matches("", hash)).isFalse();
    }

    @Test
    void aLongerPasswordThatBeginsTheSameDoesNotMatch() {
        String hash = passwords.hash("x".repeat(72));
        assertThat(passwords.matches("x".repeat(73), hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "              ",
                "carol-name",
                "unpaired \ud800 surrogate",
                "0123456789012345678901234567890123456789012345678901234567890123456789abc"
            })
    void weakOrUnusablePasswordsAreRefused(String password) {
        var input = new InputCheck();
        Passwords.check(input, "password", password, "carol-name");
        assertThatThrownBy(input::done).isInstanceOf(AtollException.class);
    }

    @Test
    void aGoodPasswordIsTaken() {
        var input = new InputCheck();
        Passwords.check(input, "password", "十个汉字也是好密码吗", "carol");
        input.done();
    }
}
