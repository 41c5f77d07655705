package io.atoll.manager.identity.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Page;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.identity.Role;
import io.atoll.manager.identity.User;
import io.atoll.manager.identity.internal.Passwords;
import io.atoll.manager.identity.internal.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Users over HTTP. */
@RestController
@Tag(name = "users")
class UserController {
    private static final int LONGEST_DISPLAY_NAME_CHARS = 255;

    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    record UserRequest(
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String role,
            @Nullable String password) {}

    record UserPatch(
            @Nullable String displayName,
            @Nullable String role,
            @Nullable Boolean disabled) {}

    record PasswordRequest(@Nullable String password) {}

    @GetMapping("/api/v1/users")
    @RequiresPermission(Permission.IDENTITY_READ)
    @Operation(operationId = "listUsers", summary = "List users by name")
    Page<User> list() {
        var all = users.all();
        return new Page<>(all, null, all.size());
    }

    @PostMapping("/api/v1/users")
    @RequiresPermission(Permission.IDENTITY_WRITE)
    @PasswordHashed
    @Operation(operationId = "createUser", summary = "Create a user")
    ResponseEntity<User> create(@RequestBody UserRequest request, HttpServletRequest http) {
        var input = new InputCheck();
        input.present("role", request.role(), "");
        Role role = input.choice("role", request.role(), Role.class, Role.VIEWER);
        var names = Names.check(input, request.username(), request.displayName(), request.password());
        input.done();
        User user = users.create(names.with(role, PreparedPassword.hash(http)));
        return ResponseEntity.created(URI.create("/api/v1/users/" + user.id()))
                .eTag(IfMatch.etag(user.revision()))
                .body(user);
    }

    /** A new user's names, checked together with the password. */
    record Names(String username, String displayName) {
        static Names check(
                InputCheck input, @Nullable String username, @Nullable String displayName, @Nullable String password) {
            String name = input.name("username", username);
            Passwords.check(input, "password", input.present("password", password, ""), name);
            String shown =
                    input.text("displayName", displayName == null ? "" : displayName, LONGEST_DISPLAY_NAME_CHARS);
            return new Names(name, shown.isEmpty() ? name : shown);
        }

        Users.NewUser with(Role role, String passwordHash) {
            return new Users.NewUser(username, displayName, role, passwordHash);
        }
    }

    @GetMapping("/api/v1/users/{id}")
    @RequiresPermission(Permission.IDENTITY_READ)
    @Operation(operationId = "getUser", summary = "Get a user")
    ResponseEntity<User> get(@PathVariable UUID id) {
        return answer(users.require(id));
    }

    @PatchMapping("/api/v1/users/{id}")
    @RequiresPermission(Permission.IDENTITY_WRITE)
    @Operation(operationId = "changeUser", summary = "Change a user's display name, role, or whether they may log in")
    ResponseEntity<User> change(
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody UserPatch patch) {
        var input = new InputCheck();
        Role role = patch.role() == null ? null : input.choice("role", patch.role(), Role.class, Role.VIEWER);
        String shown = patch.displayName() == null
                ? null
                : input.text("displayName", patch.displayName(), LONGEST_DISPLAY_NAME_CHARS);
        input.done();
        return answer(users.change(id, new IfMatch(ifMatch), new Users.UserChange(shown, role, patch.disabled())));
    }

    @DeleteMapping("/api/v1/users/{id}")
    @RequiresPermission(Permission.IDENTITY_WRITE)
    @Operation(operationId = "deleteUser", summary = "Delete a user, their sessions and their tokens")
    ResponseEntity<Void> delete(
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        users.delete(id, new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/api/v1/users/{id}/actions/set-password")
    @RequiresPermission(Permission.IDENTITY_WRITE)
    @PasswordHashed
    @Operation(operationId = "setUserPassword", summary = "Set a user's password; their sessions end")
    ResponseEntity<Void> setPassword(
            @PathVariable UUID id, @RequestBody PasswordRequest request, HttpServletRequest http) {
        String username = users.require(id).username();
        var input = new InputCheck();
        Passwords.check(input, "password", input.present("password", request.password(), ""), username);
        input.done();
        users.setPassword(id, PreparedPassword.hash(http));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<User> answer(User user) {
        return ResponseEntity.ok().eTag(IfMatch.etag(user.revision())).body(user);
    }
}
