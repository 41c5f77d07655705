package io.atoll.manager.testing.agent;

import io.atoll.model.HostId;
import java.security.KeyPair;
import java.security.cert.X509Certificate;

/** What an enrolled host has: its id, its key, and what the manager's authority signed. */
record HostIdentity(HostId id, String name, KeyPair keys, X509Certificate certificate, X509Certificate authority) {}
