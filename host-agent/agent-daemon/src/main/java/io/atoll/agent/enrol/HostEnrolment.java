package io.atoll.agent.enrol;

import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.identity.AgentSettings;
import io.atoll.agent.identity.HostKeys;
import io.atoll.agent.identity.JoinToken;
import io.atoll.agent.identity.Peer;
import io.atoll.agent.identity.StateDirectory;
import io.atoll.agent.identity.Trust;
import io.atoll.model.HostId;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Enrols this host: key pair, request, checks of the answer, and then the files, identity last. */
public final class HostEnrolment {
    private static final long CLOCK_WARNING_MS = 2_000;

    private final StateDirectory state;
    private final Clock clock;
    private final String agentVersion;

    public HostEnrolment(StateDirectory state, Clock clock, String agentVersion) {
        this.state = state;
        this.clock = clock;
        this.agentVersion = agentVersion;
    }

    /** How it went: who the host is now, and how far its clock is from the manager's. */
    public record Enrolled(AgentIdentity identity, Duration clockSkew) {
        public boolean clockNeedsCare() {
            return Math.abs(clockSkew.toMillis()) > CLOCK_WARNING_MS;
        }
    }

    public Enrolled enrol(URI manager, JoinToken token, AgentSettings settings) throws EnrolmentRefusedException {
        requireManagerUrl(manager);
        try {
            var keys = HostKeys.generate();
            var request = new EnrolmentMessages.Request(
                    token.text(),
                    HostKeys.certificateRequestPem(keys, settings.name()),
                    settings.name(),
                    settings.address(),
                    settings.port(),
                    clock.millis(),
                    agentVersion);
            var answer = new ManagerClient(manager, token).enrol(request);
            var skew = Duration.ofMillis(clock.millis() - answer.serverTimeMs());
            return new Enrolled(install(manager, token, settings, keys, answer), skew);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new EnrolmentRefusedException(
                    "The manager's answer does not fit together: %s".formatted(e.getMessage()),
                    "Check that agent and manager have the same version, then enrol with a new join token.",
                    e);
        }
    }

    private AgentIdentity install(
            URI manager, JoinToken token, AgentSettings settings, KeyPair keys, EnrolmentMessages.Response answer)
            throws EnrolmentRefusedException, GeneralSecurityException {
        var keyPem = HostKeys.privateKeyPem(keys);
        var crlPem = textOrEmpty(answer.crlPem());
        requireComplete(answer);
        var hostId = HostId.parse(answer.hostId());
        var trust = Trust.of(keyPem, answer.certificatePem(), answer.caPem(), crlPem, clock.instant());
        requireAnswerFits(token, hostId, trust);
        var identity = new AgentIdentity(
                hostId,
                answer.installationId(),
                answer.clusterId(),
                manager.toString(),
                answer.zookeeperConnect(),
                settings);
        try {
            state.certificates().install(keyPem, answer.certificatePem(), answer.caPem(), crlPem, clock.instant());
            state.writeIdentity(identity);
        } catch (IOException e) {
            throw new EnrolmentRefusedException(
                    "The identity could not be written to %s: %s".formatted(state.root(), e.getMessage()),
                    "Make room and check the rights of that folder, then enrol with a new join token.",
                    e);
        }
        return identity;
    }

    private static void requireAnswerFits(JoinToken token, HostId hostId, Trust trust) throws CertificateException {
        var pinned = false;
        for (var authority : trust.authorities()) {
            pinned |= PinnedTrustManager.fingerprintSha256(authority).equals(token.caFingerprintSha256());
        }
        if (!pinned) {
            throw new CertificateException("the authority in it is not the one the join token names");
        }
        if (!(Peer.of(trust.certificate()) instanceof Peer.Host(var id)) || !id.equals(hostId.toString())) {
            throw new CertificateException("the certificate in it is not made out to host " + hostId);
        }
    }

    private static void requireComplete(EnrolmentMessages.Response answer) throws CertificateException {
        requireText("hostId", answer.hostId());
        requireText("installationId", answer.installationId());
        requireText("clusterId", answer.clusterId());
        requireText("certificatePem", answer.certificatePem());
        requireText("caPem", answer.caPem());
        requireText("zookeeperConnect", answer.zookeeperConnect());
    }

    private static void requireText(String field, @Nullable String value) throws CertificateException {
        if (value == null || value.isBlank()) {
            throw new CertificateException("it lacks " + field);
        }
    }

    private static String textOrEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void requireManagerUrl(URI manager) throws EnrolmentRefusedException {
        if (!"https".equals(manager.getScheme()) || manager.getHost() == null) {
            throw new EnrolmentRefusedException(
                    "\"%s\" is not a manager's URL.".formatted(manager),
                    "Give it as https://<name or address>:<port>, as in the command that the manager shows.");
        }
    }
}
