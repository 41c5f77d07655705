package io.atoll.manager.identity.web;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.ShownOnce;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.identity.Role;
import io.atoll.manager.identity.internal.Tokens;
import io.atoll.manager.identity.internal.Tokens.TokenInfo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** API tokens over HTTP. Everybody manages their own. */
@RestController
@Tag(name = "tokens")
class TokenController {
    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    record TokenRequest(
            @Nullable String name,

            @Schema(implementation = Role.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String role,

            @Nullable Instant expiresAt) {}

    @GetMapping("/api/v1/tokens")
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "listTokens", summary = "List your API tokens; an administrator sees everybody's")
    Page<TokenInfo> list(Caller caller) {
        var found = tokens.visibleTo(caller);
        return new Page<>(found, null, found.size());
    }

    @PostMapping("/api/v1/tokens")
    @ShownOnce
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "createToken", summary = "Create an API token; the secret is in this answer only")
    ResponseEntity<TokenInfo> create(Caller caller, @RequestBody TokenRequest request) {
        var input = new InputCheck();
        String name = input.name("name", request.name());
        Role role = input.requiredChoice("role", request.role(), Role.class, Role.VIEWER);
        input.done();
        var token = tokens.create(caller, name, role, request.expiresAt());
        return ResponseEntity.created(URI.create("/api/v1/tokens/" + token.id()))
                .body(token);
    }

    @DeleteMapping("/api/v1/tokens/{id}")
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "deleteToken", summary = "Withdraw an API token at once")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) {
        tokens.delete(caller, id);
        return ResponseEntity.noContent().build();
    }
}
