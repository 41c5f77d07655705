package io.atoll.manager.enrolment.web;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.enrolment.HostEnrolment;
import io.atoll.manager.enrolment.HostEnrolment.Enrolled;
import io.atoll.manager.identity.Public;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The one request a host makes before it has a certificate. */
@RestController
@Tag(name = "enrolments")
class EnrolmentController {
    private final HostEnrolment enrolment;

    EnrolmentController(HostEnrolment enrolment) {
        this.enrolment = enrolment;
    }

    record EnrolmentRequest(
            @Nullable String token,
            @Nullable String csrPem,
            @Nullable String hostname,
            @Nullable String agentAddress,
            @Nullable Integer agentPort,
            @Nullable Long clockMs,
            @Nullable String agentVersion) {
        /** Never shows the token. */
        @Override
        public String toString() {
            return "EnrolmentRequest[" + hostname + "]";
        }
    }

    @PostMapping("/api/v1/enrolments")
    @Public(because = "a new host has no certificate yet; it shows a single-use join token")
    @Operation(operationId = "enrolHost", summary = "Enrol a host with a join token")
    ResponseEntity<Enrolled> enrol(HttpServletRequest http, @RequestBody EnrolmentRequest request) {
        var check = new InputCheck();
        var complete = new HostEnrolment.Request(
                check.present("token", request.token(), ""),
                check.present("csrPem", request.csrPem(), ""),
                check.present("hostname", request.hostname(), ""),
                check.present("agentAddress", request.agentAddress(), ""),
                check.present("agentPort", request.agentPort(), 1),
                check.present("clockMs", request.clockMs(), 0L),
                check.present("agentVersion", request.agentVersion(), ""));
        check.done();
        return ResponseEntity.status(HttpStatus.CREATED).body(enrolment.enrol(complete, http.getRemoteAddr()));
    }
}
