package io.atoll.manager.ha.web;

import io.atoll.manager.api.BeforeTransaction;
import io.atoll.manager.ha.internal.DeathCertificates;
import io.atoll.model.HostId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Asks the agent of a host that is to be confirmed dead whether it lives, which takes up to two seconds, while no transaction is open. */
@Component
class DeathInquiry implements BeforeTransaction {
    private static final String ANSWERS = DeathInquiry.class.getName() + ".answers";

    private final DeathCertificates certificates;

    DeathInquiry(DeathCertificates certificates) {
        this.certificates = certificates;
    }

    /** What came of it. */
    static boolean agentAnswers(HttpServletRequest request) {
        if (request.getAttribute(ANSWERS) instanceof Boolean answers) {
            return answers;
        }
        throw new IllegalStateException("A death was to be confirmed before the host's agent had been asked.");
    }

    @Override
    public boolean appliesTo(HandlerMethod handler) {
        return handler.getBeanType() == HostDeathController.class;
    }

    @Override
    public void prepare(HttpServletRequest request, byte[] body) {
        var variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        if (variables instanceof Map<?, ?> values && values.get("id") instanceof String id) {
            try {
                request.setAttribute(ANSWERS, certificates.agentAnswers(new HostId(UUID.fromString(id))));
            } catch (IllegalArgumentException _) {
                request.setAttribute(
                        ANSWERS, false); // the controller's own reading of the path says what is wrong with it
            }
        }
    }
}
