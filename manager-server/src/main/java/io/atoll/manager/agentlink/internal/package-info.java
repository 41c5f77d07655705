/** Channels, watch streams and calls. Start reading at {@code GrpcAgentLink}. */
@NullMarked
package io.atoll.manager.agentlink.internal;

import org.jspecify.annotations.NullMarked;
