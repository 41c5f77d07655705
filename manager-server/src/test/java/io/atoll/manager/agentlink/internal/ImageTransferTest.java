package io.atoll.manager.agentlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.ImageHeader;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ManagerTest
class ImageTransferTest {
    private static final int BYTES = 8 << 20;

    private final ManagerUnderTest manager;

    ImageTransferTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void aHostThatTakesNoBytesIsNotWaitedForForever() {
        try (var dc = Datacenter.of(manager, 1)) {
            dc.host("a").images().stalls(true);
            assertThat(send(dc, Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            AgentOutcome.Unavailable.class,
                            outcome -> assertThat(outcome.detail()).contains("took none"));
            dc.host("a").images().stalls(false);
            assertThat(send(dc, Duration.ofMinutes(1))).isInstanceOf(AgentOutcome.Completed.class);
        }
    }

    private AgentOutcome send(Datacenter dc, Duration patience) {
        var header = ImageHeader.newBuilder().setSizeBytes(BYTES).build();
        var channel = manager.bean(AgentChannels.class).to(dc.host("a").id());
        return new ImageTransfer(channel, header, _ -> {}, patience).send(new ByteArrayInputStream(new byte[BYTES]));
    }
}
