/**
 * The gRPC side of the agent: mutual TLS, who may call, and the translation between the protocol's messages and the
 * agent's own types, which happens nowhere else. Only managers of the same installation are served. Start reading at
 * {@link io.atoll.agent.server.AgentGrpcService}.
 */
@NullMarked
package io.atoll.agent.server;

import org.jspecify.annotations.NullMarked;
