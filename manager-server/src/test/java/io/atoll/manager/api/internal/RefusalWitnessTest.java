package io.atoll.manager.api.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.atoll.manager.api.MutationWitness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Who hangs up before the answer is as much on record as who waits for it. */
class RefusalWitnessTest {
    private final List<MutationWitness.Mutation> seen = new ArrayList<>();
    private final MockHttpServletRequest connection = new MockHttpServletRequest("GET", "/api/v1/vms");

    @Test
    void theAddressIsTheOneTheRequestCameFrom() {
        connection.setRemoteAddr("203.0.113.9");
        var request = new LimitedBodyRequest(connection);
        hangUp();
        refuse(new RefusalWitness(List.of(seen::add)), request);
        assertThat(seen)
                .singleElement()
                .satisfies(mutation -> assertThat(mutation.actor().address()).isEqualTo("203.0.113.9"));
    }

    @Test
    void whoWasGoneBeforeTheRequestBeganIsRecordedWithoutAnAddress() {
        hangUp();
        refuse(new RefusalWitness(List.of(seen::add)), new LimitedBodyRequest(connection));
        refuse(new RefusalWitness(List.of(seen::add)), connection);
        assertThat(seen)
                .hasSize(2)
                .allSatisfy(mutation -> assertThat(mutation.actor().address()).isEmpty());
    }

    @Test
    void whatCannotBeRecordedIsOneLineOfTheLog() {
        var log = (Logger) LoggerFactory.getLogger(RefusalWitness.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            var broken = new RefusalWitness(List.of(_ -> {
                throw new IllegalStateException("first\nsecond");
            }));
            refuse(broken, new LimitedBodyRequest(connection));
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("first second");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    /** What the web server answers once it has closed the connection. */
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    private void hangUp() {
        connection.setRemoteAddr(null);
    }

    private static void refuse(RefusalWitness witness, jakarta.servlet.http.HttpServletRequest request) {
        var response = new MockHttpServletResponse();
        response.setStatus(401);
        witness.afterCompletion(request, response, new Object(), null);
    }
}
