/**
 * Agents for tests of the manager: real gRPC servers over mutual TLS with certificates the manager's own authority issued,
 * that speak the real protocol, keep VMs in memory, and do what a test scripts them to do: refuse, lie, die, stall, come
 * back. Start reading at {@link io.atoll.manager.testing.agent.Datacenter}.
 */
@NullMarked
package io.atoll.manager.testing.agent;

import org.jspecify.annotations.NullMarked;
