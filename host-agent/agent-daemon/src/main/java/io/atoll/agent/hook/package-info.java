/**
 * Programs that a host's administrator allows a manager to have run: which ones ({@link io.atoll.agent.hook.HookFolder}), and runs
 * that outlive the agent that began them ({@link io.atoll.agent.hook.LastingRuns}), each once. Whatever a program writes is
 * bounded, and taken for text by nobody but people. Start reading at {@link io.atoll.agent.hook.LastingRuns}.
 */
@NullMarked
package io.atoll.agent.hook;

import org.jspecify.annotations.NullMarked;
