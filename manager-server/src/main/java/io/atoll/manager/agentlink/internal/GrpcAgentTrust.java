package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.CertificateRequestRequest;
import io.atoll.agent.v1.InstallTrustRequest;
import io.atoll.manager.agentlink.AgentTrust;
import io.atoll.model.HostId;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/** Renews and revokes over the channel that is there. */
@Service
class GrpcAgentTrust implements AgentTrust {
    private static final int CALL_SECONDS = 20;

    private final AgentChannels channels;

    GrpcAgentTrust(AgentChannels channels) {
        this.channels = channels;
    }

    @Override
    public String newCertificateRequest(HostId host) {
        return call(
                host,
                agent -> agent.newCertificateRequest(CertificateRequestRequest.getDefaultInstance())
                        .getCsrPem());
    }

    @Override
    public void install(HostId host, String certificatePem, String caPem, String crlPem) {
        var request = InstallTrustRequest.newBuilder()
                .setCertificatePem(certificatePem)
                .setCaPem(caPem)
                .setCrlPem(crlPem)
                .build();
        call(host, agent -> agent.installTrust(request).getCertificateSerial());
    }

    private <T> T call(HostId host, Function<AgentServiceGrpc.AgentServiceBlockingStub, T> call) {
        var channel = channels.to(host);
        try {
            return call.apply(AgentServiceGrpc.newBlockingStub(channel.channel())
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            throw CallFailures.exception(e, channel);
        }
    }
}
