package io.atoll.agent.server;

import io.atoll.agent.identity.Peer;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the caller again on every call, so that a revocation also ends the use of connections that are open. */
final class ManagerOnlyInterceptor implements ServerInterceptor {
    static final Context.Key<Peer.Manager> CALLER = Context.key("manager");

    private static final Logger LOG = LoggerFactory.getLogger(ManagerOnlyInterceptor.class);

    private final LiveTrust trust;

    ManagerOnlyInterceptor(LiveTrust trust) {
        this.trust = trust;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        try {
            var manager = trust.requireManager(chain(call));
            return Contexts.interceptCall(Context.current().withValue(CALLER, manager), call, headers, next);
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            LOG.warn(
                    "Refused a call method={} from={} reason=\"{}\"",
                    call.getMethodDescriptor().getFullMethodName(),
                    call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
                    e.getMessage());
            call.close(Status.UNAUTHENTICATED.withDescription(e.getMessage()), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private static List<X509Certificate> chain(ServerCall<?, ?> call)
            throws SSLPeerUnverifiedException, CertificateException {
        var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            throw new CertificateException("The call did not come over TLS.");
        }
        return Arrays.stream(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
    }
}
