package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.EgressLimits;
import io.atoll.manager.egress.EgressPoster;
import io.atoll.manager.egress.MailSockets;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Posts and mail connections over {@link PinnedHttp}'s judged addresses. */
final class PinnedDelivery implements EgressPoster, MailSockets {
    private final PinnedHttp http;
    private final SSLSocketFactory tls;

    PinnedDelivery(PinnedHttp http, SSLSocketFactory tls) {
        this.http = http;
        this.tls = tls;
    }

    @Override
    public void check(String url) throws EgressException {
        target(url);
    }

    @Override
    public int post(String url, Request request, EgressLimits limits) throws EgressException {
        var target = target(url);
        try (var answer = http.post(target, request, OwnTrust.tls(request.caPem(), tls), limits)) {
            return answer.status();
        } catch (SocketTimeoutException _) {
            throw new EgressException(
                    Reason.LIMIT_REACHED,
                    "%s did not answer within %d s."
                            .formatted(target.host(), limits.ratePeriod().toSeconds()));
        } catch (IOException _) {
            throw new EgressException(Reason.TRANSFER_FAILED, "The connection to %s failed.".formatted(target.host()));
        }
    }

    private static TargetUrl target(String url) throws EgressException {
        var target = TargetUrl.parse(url);
        if (!target.secure()) {
            throw new EgressException(Reason.URL_REFUSED, "The URL must begin with https://.");
        }
        return target;
    }

    @Override
    public Socket connect(String host, int port, Duration patience) throws EgressException {
        try {
            return http.connectForMail(host, port, patience);
        } catch (IOException _) {
            throw new EgressException(Reason.TRANSFER_FAILED, "Nothing answers at %s port %d.".formatted(host, port));
        }
    }

    @Override
    public Socket secure(Socket plain, String host, int port, @Nullable String caPem) throws EgressException {
        try {
            return PinnedHttp.secured(plain, host, port, OwnTrust.tls(caPem, tls));
        } catch (SSLException _) {
            throw new EgressException(
                    Reason.TRANSFER_FAILED,
                    "No TLS with %s port %d: its certificate cannot be trusted, or it speaks no TLS there."
                            .formatted(host, port));
        } catch (IOException _) {
            throw new EgressException(
                    Reason.TRANSFER_FAILED, "The connection to %s port %d failed.".formatted(host, port));
        }
    }

    @Override
    public void checkCertificates(String caPem) throws EgressException {
        OwnTrust.tls(caPem, tls);
    }
}
