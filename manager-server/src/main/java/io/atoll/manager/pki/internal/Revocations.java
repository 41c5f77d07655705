package io.atoll.manager.pki.internal;

import java.math.BigInteger;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates are revoked, known without asking the database at every handshake: connections must be judged, and
 * ZooKeeper must work, while Postgres is away.
 */
final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final PkiStore store;
    private final CertificateAuthority authority;
    private final Clock clock;
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private volatile Set<String> revoked = Set.of();

    Revocations(PkiStore store, CertificateAuthority authority, Clock clock) {
        this.store = store;
        this.authority = authority;
        this.clock = clock;
    }

    boolean contains(BigInteger serial) {
        return revoked.contains(serial.toString(16));
    }

    void onRevocation(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    /** Looks what is revoked by now, and tells listeners what is new. */
    synchronized void refresh() {
        var before = revoked;
        var now = Set.copyOf(store.revokedSerials());
        revoked = now;
        var added = new HashSet<>(now);
        added.removeAll(before);
        if (!added.isEmpty()) {
            LOG.info("Revoked certificates known: {} ({} new)", now.size(), added.size());
            listeners.forEach(listener -> listener.accept(Set.copyOf(added)));
        }
    }

    /** Writes a new list, in the caller's transaction. */
    void renewList() {
        var number = store.nextListNumber();
        var now = clock.instant();
        store.saveList(number, authority.revocationList(number, store.revokedAndNotExpired(now), now), now);
    }

    String listPem() {
        return store.list().orElseThrow(() -> new IllegalStateException("There is no revocation list."));
    }
}
