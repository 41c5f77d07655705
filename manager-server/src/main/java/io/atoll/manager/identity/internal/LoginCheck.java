package io.atoll.manager.identity.internal;

import io.atoll.manager.identity.User;
import io.atoll.manager.identity.jpa.UserStore;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Compares names and passwords, slowly for those who guess, and without telling which of the two was wrong. */
@Component
class LoginCheck {
    private final UserStore users;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final LoginTurns turns;

    LoginCheck(UserStore users, Passwords passwords, LoginThrottle throttle, LoginTurns turns) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.turns = turns;
    }

    /** The user, when the password is right. Refuses with LOGIN_FAILED or TOO_MANY_REQUESTS. */
    User check(String username, String password, String address) {
        return turns.inTurn(username, address, () -> compare(username, password, address));
    }

    private User compare(String username, String password, String address) {
        throttle.waitFor(username, address).ifPresent(LoginCheck::refuseFor);
        var credentials = users.findByUsername(username);
        boolean right = false;
        if (credentials.isPresent()) {
            right = passwords.matches(password, credentials.get().passwordHash());
        } else {
            passwords.pretendToMatch(password);
        }
        if (!right || credentials.get().user().disabled()) {
            throttle.failed(username, address);
            throw new AtollException(
                    ErrorCode.LOGIN_FAILED, "The user name or the password is wrong, or the account is disabled.");
        }
        throttle.succeeded(username, address);
        return credentials.get().user();
    }

    private static void refuseFor(Duration wait) {
        long seconds = wait.toSeconds() + 1;
        var cause = new Cause(null, null, "login-rate", null, seconds, null, "s", "Wait before the next try.");
        throw new AtollException(
                ErrorCode.TOO_MANY_REQUESTS,
                "Too many wrong passwords from this address; try again in %d s.".formatted(seconds),
                List.of(cause),
                List.of(Hint.of("An administrator can set a new password.")),
                Duration.ofSeconds(seconds));
    }
}
