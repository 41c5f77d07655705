package io.atoll.manager.enrolment.web;

import io.atoll.manager.enrolment.AgentBundle;
import io.atoll.manager.enrolment.JoinTokens;
import io.atoll.manager.identity.Public;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.pki.PublicAddress;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What a new host downloads: the script, and with a join token the agent. */
@RestController
@Tag(name = "enrolments")
class AgentDownloadController {
    private static final String BEARER = "Bearer ";

    private final AgentBundle bundle;
    private final JoinTokens tokens;
    private final Pki pki;
    private final PublicAddress address;
    private final String template;

    AgentDownloadController(AgentBundle bundle, JoinTokens tokens, Pki pki, PublicAddress address) {
        this.bundle = bundle;
        this.tokens = tokens;
        this.pki = pki;
        this.address = address;
        this.template = template();
    }

    private static String template() {
        try (var in = Objects.requireNonNull(AgentDownloadController.class.getResourceAsStream("/enrol.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping("/enrol")
    @Public(because = "the script holds nothing secret: where the manager is, its public key, the agent's digest")
    @Operation(operationId = "getEnrolScript", summary = "The script that installs the agent on a host and enrols it")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
    ResponseEntity<String> script() {
        var sha256 = bundle.current().map(AgentBundle.Bundle::sha256).orElse("");
        var script = template.replace("@URL@", address.url().toString())
                .replace("@PIN@", "sha256//" + pki.webKeyPinSha256())
                .replace("@SHA256@", sha256);
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .body(script);
    }

    @GetMapping("/agent/bundle")
    @Public(because = "a new host has no account; it shows its join token, which this does not use up")
    @Operation(operationId = "getAgentBundle", summary = "The agent's package, for a host with a join token")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/gzip", schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<Resource> agent(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        if (authorization == null
                || !authorization.startsWith(BEARER)
                || !tokens.usable(authorization.substring(BEARER.length()))) {
            throw new AtollException(
                    ErrorCode.JOIN_TOKEN_INVALID,
                    "The agent is given to hosts with a join token that can still be used.",
                    Hint.of("Send Authorization: Bearer <join token>."));
        }
        var found = bundle.current()
                .orElseThrow(() -> new AtollException(
                        ErrorCode.NOT_FOUND,
                        "This manager has no agent package to give.",
                        Hint.of("Set atoll.enrolment.agent-bundle, or install the agent's package on the host.")));
        return ResponseEntity.ok()
                .contentType(new MediaType("application", "gzip"))
                .contentLength(found.sizeBytes())
                .cacheControl(CacheControl.noStore())
                .header("X-Atoll-Sha256", found.sha256())
                .body(new FileSystemResource(found.file()));
    }
}
