package io.atoll.agent.enrol;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into a reason and a fix. */
final class EnrolmentFailures {
    private EnrolmentFailures() {}

    static EnrolmentRefusedException fromAnswer(int status, EnrolmentMessages.Problem problem) {
        var code = problem.code() == null ? "HTTP " + status : problem.code();
        var detail = problem.detail() == null ? "the manager gave no details" : problem.detail();
        return new EnrolmentRefusedException(
                "The manager refused this host (%s): %s".formatted(code, printable(detail)), fix(code, problem));
    }

    private static String fix(String code, EnrolmentMessages.Problem problem) {
        var known = switch (code) {
            case "JOIN_TOKEN_INVALID", "JOIN_TOKEN_USED", "JOIN_TOKEN_EXPIRED" ->
                "Make a new join token in the console (Hosts, Add host) and run the command it shows within its time.";
            case "CLOCK_SKEW" -> "Set this host's clock (chronyd or systemd-timesyncd keep it right) and enrol again.";
            case "HOST_NAME_TAKEN" -> "Give another name with --name, or remove the old host in the console first.";
            case "CSR_REFUSED" -> "Use an agent of the manager's version.";
            default -> null;
        };
        if (known != null) {
            return known;
        }
        var hints = problem.hints();
        var hint = hints == null || hints.isEmpty() ? null : hints.getFirst().text();
        if (hint != null) {
            return printable(hint);
        }
        return "See the manager's log for this time, then enrol again.";
    }

    static EnrolmentRefusedException fromConnection(URI manager, IOException failure) {
        if (cause(failure, PinnedTrustManager.OtherAuthorityException.class) != null) {
            return new EnrolmentRefusedException(
                    "%s is not the manager that made this join token: its certificate comes from another authority."
                            .formatted(manager),
                    "Check the URL. If it is right, something between this host and the manager intercepts TLS; do not go on.",
                    failure);
        }
        if (cause(failure, CertificateExpiredException.class) != null
                || cause(failure, CertificateNotYetValidException.class) != null) {
            return new EnrolmentRefusedException(
                    "By this host's clock the manager's certificate is not valid now.",
                    "Check the clock of this host (date -u) and of the manager first; then the manager's certificate.",
                    failure);
        }
        var refused = cause(failure, CertificateException.class);
        if (refused != null) {
            return new EnrolmentRefusedException(
                    "The manager's certificate was refused: %s"
                            .formatted(printable(String.valueOf(refused.getMessage()))),
                    "Call the manager by a name or address its certificate is made out to (atoll.manager.addresses).",
                    failure);
        }
        if (failure instanceof SSLException) {
            return new EnrolmentRefusedException(
                    "%s does not speak TLS as a manager does: %s".formatted(manager, failure.getMessage()),
                    "Check the URL and its port.",
                    failure);
        }
        return unreachable(manager, failure);
    }

    private static EnrolmentRefusedException unreachable(URI manager, IOException failure) {
        if (cause(failure, UnresolvedAddressException.class) != null) {
            return new EnrolmentRefusedException(
                    "The name %s is not known here.".formatted(manager.getHost()),
                    "Check DNS on this host, or use the manager's address.",
                    failure);
        }
        var how = failure instanceof HttpTimeoutException
                ? "did not answer in time"
                : failure instanceof ConnectException ? "does not accept connections" : "cannot be reached";
        return new EnrolmentRefusedException(
                "The manager at %s %s.".formatted(manager, how),
                "Check that it runs and that no firewall is in between: curl -k %s/api/v1/info".formatted(manager),
                failure);
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return kind.cast(at);
            }
        }
        return null;
    }

    /** Text from the other side may not move the cursor of the terminal it is shown on. */
    private static String printable(String text) {
        var clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() > 500 ? clean.substring(0, 500) + "…" : clean;
    }
}
