package io.atoll.manager.identity.web;

import io.atoll.manager.api.Actor;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.Public;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.identity.Role;
import io.atoll.manager.identity.User;
import io.atoll.manager.identity.internal.Passwords;
import io.atoll.manager.identity.internal.Sessions;
import io.atoll.manager.identity.internal.Setup;
import io.atoll.manager.identity.internal.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The first administrator, log-in, who am I, log-out. */
@RestController
@Tag(name = "sessions")
class SessionController {
    private final Setup setup;
    private final Sessions sessions;
    private final Users users;
    private final Passwords passwords;
    private final Clock clock;

    SessionController(Setup setup, Sessions sessions, Users users, Passwords passwords, Clock clock) {
        this.setup = setup;
        this.sessions = sessions;
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
    }

    record SetupRequest(
            @Nullable String setupToken,
            @Nullable String username,
            @Nullable String password,
            @Nullable String displayName) {}

    record LoginRequest(@Nullable String username, @Nullable String password) {}

    record SessionUser(UUID id, String username, String displayName, Role role) {
        static SessionUser of(User user) {
            return new SessionUser(user.id(), user.username(), user.displayName(), user.role());
        }
    }

    /** {@code expiresAt} is null behind an API token without an end. */
    record SessionView(
            SessionUser user,
            List<Permission> permissions,
            @Nullable Instant expiresAt) {
        static SessionView of(User user, Role role, @Nullable Instant expiresAt) {
            var permissions =
                    Arrays.stream(Permission.values()).filter(role::may).toList();
            return new SessionView(SessionUser.of(user), permissions, expiresAt);
        }
    }

    @PostMapping("/api/v1/setup")
    @OutsideTransaction(because = "a password is hashed")
    @Public(because = "the setup token in the body is the permission, and it works once")
    @Operation(operationId = "setUp", summary = "Create the first administrator with the one-time setup token")
    ResponseEntity<SessionUser> setUp(@RequestBody SetupRequest request) {
        var input = new InputCheck();
        String token = input.present("setupToken", request.setupToken(), "");
        var names = UserController.Names.check(input, request.username(), request.displayName(), request.password());
        input.done();
        setup.require(token);
        var hash = passwords.hash(String.valueOf(request.password()));
        User administrator = setup.complete(token, names.with(Role.ADMIN, hash));
        setup.forgetFile();
        return ResponseEntity.status(HttpStatus.CREATED).body(SessionUser.of(administrator));
    }

    @PostMapping("/api/v1/sessions")
    @OutsideTransaction(because = "a password is compared")
    @Public(because = "this is where one becomes known; guessing is slowed down")
    @Operation(operationId = "logIn", summary = "Log in; the session is a cookie")
    ResponseEntity<SessionView> logIn(@RequestBody LoginRequest request, HttpServletRequest http) {
        var input = new InputCheck();
        String username = input.present("username", request.username(), "");
        String password = input.present("password", request.password(), "");
        input.require(username.length() <= 255 && password.length() <= 255, "password", "The input is too long.");
        input.done();
        new Actor(null, username, http.getRemoteAddr()).attach(http);
        var session = sessions.begin(username, password, http.getRemoteAddr());
        var lifetime = Duration.between(clock.instant(), session.expiresAt());
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.of(session.secret(), lifetime).toString())
                .body(SessionView.of(session.user(), session.user().role(), session.expiresAt()));
    }

    @GetMapping("/api/v1/sessions/current")
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "currentSession", summary = "Who am I, and what may I do")
    SessionView current(Caller caller) {
        var user = users.require(caller.userId());
        return SessionView.of(user, caller.role(), sessions.expiry(caller).orElse(null));
    }

    @DeleteMapping("/api/v1/sessions/current")
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "logOut", summary = "Log out")
    ResponseEntity<Void> logOut(Caller caller) {
        sessions.end(caller);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.removal().toString())
                .build();
    }
}
