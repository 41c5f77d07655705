package io.atoll.manager.testing.agent;

import io.atoll.model.HostId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;

/** What an enrolled host has: its id, its key, and what the manager's authority signed. */
record HostIdentity(HostId id, String name, KeyPair keys, X509Certificate certificate, X509Certificate authority) {
    /** In a store of the old kind: one of the usual kind is encrypted at some cost, and thousands are made. */
    KeyManagerFactory keyManagers() {
        try {
            var store = KeyStore.getInstance("JKS");
            store.load(null, null);
            var password = new char[0];
            store.setKeyEntry("host", keys.getPrivate(), password, new X509Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(store, password);
            return managers;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
