/**
 * The command line of {@code atoll-agent}: enrol, run, check, status. Prints for people; a refusal is a reason and a fix
 * and an exit code other than zero. Start reading at {@link io.atoll.agent.cli.EnrolCommand}.
 */
@NullMarked
package io.atoll.agent.cli;

import org.jspecify.annotations.NullMarked;
