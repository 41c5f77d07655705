package io.atoll.manager.enrolment.internal;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.enrolment.*}.
 *
 * @param agentBundle the agent's {@code .tar.gz} that new hosts download; without it hosts need the agent installed
 * @param clockSkewLimit how far a new host's clock may be from ours
 */
@ConfigurationProperties("atoll.enrolment")
public record EnrolmentProperties(
        @Nullable Path agentBundle, @DefaultValue("300s") Duration clockSkewLimit) {}
