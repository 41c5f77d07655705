/**
 * Operations the manager asks for: each runs once however often it is asked for, tells how far it is, can be cancelled,
 * and is remembered when it has ended, also across a restart of the agent. A leader that has been deposed is refused.
 * What an operation does is none of this package's business; a result is bytes to it. Start reading at
 * {@link io.atoll.agent.operation.OperationRegistry}.
 */
@NullMarked
package io.atoll.agent.operation;

import org.jspecify.annotations.NullMarked;
