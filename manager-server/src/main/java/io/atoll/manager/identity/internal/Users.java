package io.atoll.manager.identity.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.identity.Role;
import io.atoll.manager.identity.User;
import io.atoll.manager.identity.jpa.UserStore;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and removes users. The last administrator stays. */
@Service
public class Users {
    private final UserStore users;
    private final SessionTable sessions;
    private final Ids ids;
    private final Clock clock;

    Users(UserStore users, SessionTable sessions, Ids ids, Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.ids = ids;
        this.clock = clock;
    }

    /** What is needed for a new user; already checked, and the password hashed. */
    public record NewUser(String username, String displayName, Role role, String passwordHash) {}

    /** What is to change; null leaves it as it is. */
    public record UserChange(
            @Nullable String displayName,
            @Nullable Role role,
            @Nullable Boolean disabled) {}

    public List<User> all() {
        return users.all();
    }

    public User require(UUID id) {
        return users.find(id).orElseThrow(() -> notFound(id));
    }

    public boolean nobodyExists() {
        return users.nobodyExists();
    }

    @Transactional
    public User create(NewUser wanted) {
        if (users.findByUsername(wanted.username()).isPresent()) {
            throw taken(wanted.username());
        }
        var now = clock.instant();
        var user =
                new User(ids.next(), wanted.username(), wanted.displayName(), wanted.role(), false, null, 0, now, now);
        try {
            return users.insert(user, wanted.passwordHash());
        } catch (DataIntegrityViolationException _) {
            throw taken(wanted.username());
        }
    }

    @Transactional
    public User change(UUID id, IfMatch ifMatch, UserChange change) {
        long administrators = users.lockAdministrators();
        User before = requireForChange(id);
        ifMatch.require(before.revision());
        Role role = change.role() == null ? before.role() : change.role();
        boolean disabled = change.disabled() == null ? before.disabled() : change.disabled();
        String displayName = change.displayName() == null ? before.displayName() : change.displayName();
        if (isAdministrator(before) && (role != Role.ADMIN || disabled)) {
            keepOne(administrators);
        }
        User after = users.update(
                        id,
                        user -> changes(user, displayName, role, disabled)
                                ? new User(
                                        id,
                                        user.username(),
                                        displayName,
                                        role,
                                        disabled,
                                        user.lastLoginAt(),
                                        user.revision(),
                                        user.createdAt(),
                                        clock.instant())
                                : user)
                .orElseThrow(() -> notFound(id));
        if (role != before.role() || disabled) {
            sessions.deleteOf(id);
        }
        return after;
    }

    private static boolean changes(User user, String displayName, Role role, boolean disabled) {
        return !user.displayName().equals(displayName) || user.role() != role || user.disabled() != disabled;
    }

    /**
     * Sets a new password and ends the user's sessions.
     *
     * @param passwordHash of a password that was checked, made before the transaction
     */
    @Transactional
    public void setPassword(UUID id, String passwordHash) {
        requireForChange(id);
        users.setPassword(id, passwordHash, clock.instant());
        sessions.deleteOf(id);
    }

    @Transactional
    public void delete(UUID id, IfMatch ifMatch) {
        long administrators = users.lockAdministrators();
        User user = requireForChange(id);
        ifMatch.require(user.revision());
        if (isAdministrator(user)) {
            keepOne(administrators);
        }
        sessions.deleteOf(id);
        users.delete(id);
    }

    private User requireForChange(UUID id) {
        return users.findForChange(id).orElseThrow(() -> notFound(id));
    }

    private static boolean isAdministrator(User user) {
        return user.role() == Role.ADMIN && !user.disabled();
    }

    private static void keepOne(long administrators) {
        if (administrators <= 1) {
            throw new AtollException(
                    ErrorCode.LAST_ADMIN,
                    "This is the only administrator who can log in.",
                    Hint.of("Make another user an administrator first."));
        }
    }

    private static AtollException notFound(UUID id) {
        return new AtollException(ErrorCode.USER_NOT_FOUND, "There is no user with the id %s.".formatted(id));
    }

    private static AtollException taken(String username) {
        return new AtollException(
                ErrorCode.NAME_TAKEN,
                "There is a user \"%s\" already (upper and lower case count as the same).".formatted(username));
    }
}
