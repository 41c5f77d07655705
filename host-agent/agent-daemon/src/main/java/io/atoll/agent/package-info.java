/**
 * The agent on every virtualization host: enrols the host, serves the manager over mutual TLS, runs virtual machines
 * through the hypervisor core and keeps them running while it is itself restarted. A plain program without a framework.
 * It never decides where a VM runs, never talks to the database, and never stops a VM because the manager is silent.
 * Start reading at {@link io.atoll.agent.AtollAgent}.
 */
@NullMarked
package io.atoll.agent;

import org.jspecify.annotations.NullMarked;
