package io.atoll.manager.enrolment.web;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.ShownOnce;
import io.atoll.manager.enrolment.JoinTokens;
import io.atoll.manager.enrolment.JoinTokens.JoinToken;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.pki.PublicAddress;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
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

/** Join tokens over HTTP. */
@RestController
@Tag(name = "join-tokens")
class JoinTokenController {
    private static final int SHORTEST_SECONDS = 60;
    private static final int LONGEST_SECONDS = 86_400;
    private static final int USUAL_SECONDS = 3_600;
    private static final int LONGEST_NOTE_CHARS = 255;

    private final JoinTokens tokens;
    private final Pki pki;
    private final PublicAddress address;

    JoinTokenController(JoinTokens tokens, Pki pki, PublicAddress address) {
        this.tokens = tokens;
        this.pki = pki;
        this.address = address;
    }

    record JoinTokenRequest(
            @Nullable Integer ttlSeconds, @Nullable String note) {}

    /** The token and the command are in this answer only. */
    record NewJoinToken(
            UUID id, String token, Instant expiresAt, String command, String caFingerprintSha256, String url) {
        @Override
        public String toString() {
            return "NewJoinToken[" + id + "]";
        }
    }

    record JoinTokenView(
            UUID id,
            UUID clusterId,
            String note,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant usedAt,
            @Nullable UUID usedByHostId) {
        static JoinTokenView of(JoinToken token) {
            return new JoinTokenView(
                    token.id(),
                    token.cluster().value(),
                    token.note(),
                    token.createdBy(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.usedAt(),
                    token.usedByHost());
        }
    }

    @PostMapping("/api/v1/clusters/{clusterId}/join-tokens")
    @ShownOnce
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(
            operationId = "createJoinToken",
            summary = "Make a join token for one new host; shown in this answer only")
    ResponseEntity<NewJoinToken> create(
            Caller caller,
            @PathVariable UUID clusterId,
            @RequestBody(required = false) @Nullable JoinTokenRequest body) {
        var request = body == null ? new JoinTokenRequest(null, null) : body;
        var check = new InputCheck();
        var seconds = request.ttlSeconds() == null
                ? USUAL_SECONDS
                : check.range("ttlSeconds", request.ttlSeconds(), SHORTEST_SECONDS, LONGEST_SECONDS);
        var note = request.note() == null ? "" : check.text("note", request.note(), LONGEST_NOTE_CHARS);
        check.done();
        var made = tokens.create(new ClusterId(clusterId), Duration.ofSeconds(seconds), note, caller.name());
        return ResponseEntity.created(URI.create("/api/v1/join-tokens/" + made.id()))
                .body(new NewJoinToken(
                        made.id(),
                        made.text(),
                        made.expiresAt(),
                        command(made.text()),
                        pki.caFingerprintSha256(),
                        address.url().toString()));
    }

    /** One line to copy. The server is known by its key, so that no authority need be installed first. */
    private String command(String token) {
        return "curl -fsS --insecure --pinnedpubkey 'sha256//%s' '%s/enrol' | sudo sh -s -- '%s'"
                .formatted(pki.webKeyPinSha256(), address.url(), token);
    }

    @GetMapping("/api/v1/join-tokens")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "listJoinTokens", summary = "List join tokens, the newest first, without their secrets")
    Page<JoinTokenView> list() {
        var found = tokens.list().stream().map(JoinTokenView::of).toList();
        return new Page<>(found, null, found.size());
    }

    @DeleteMapping("/api/v1/join-tokens/{id}")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "deleteJoinToken", summary = "Withdraw a join token at once")
    ResponseEntity<Void> delete(@PathVariable UUID id) {
        tokens.remove(id);
        return ResponseEntity.noContent().build();
    }
}
