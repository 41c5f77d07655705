package io.atoll.agent.identity;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Who a certificate of this installation speaks for, by its one subject alternative name of the form {@code atoll:…}. */
public sealed interface Peer {
    String id();

    /** A manager: may command this agent. */
    record Manager(String id) implements Peer {}

    /** A host, this one or another: may exchange migrations, and may not command. */
    record Host(String id) implements Peer {}

    /** Reads the name; a certificate with none, with several or with an unknown kind speaks for nobody. */
    static Peer of(X509Certificate certificate) throws CertificateException {
        var names = uriNames(certificate);
        if (names.size() != 1) {
            throw new CertificateException(
                    "The certificate has %d names of the form atoll:…, exactly one is needed.".formatted(names.size()));
        }
        var parts = names.getFirst().split(":", 3);
        var known = parts.length == 3 && !parts[2].isBlank();
        if (known && parts[1].equals("manager")) {
            return new Manager(parts[2]);
        }
        if (known && parts[1].equals("host")) {
            return new Host(parts[2]);
        }
        throw new CertificateException("The certificate names neither a manager nor a host of this installation.");
    }

    private static List<String> uriNames(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return List.of();
        }
        return names.stream()
                .filter(name -> Integer.valueOf(6).equals(name.getFirst()))
                .map(name -> String.valueOf(name.get(1)))
                .filter(name -> name.startsWith("atoll:"))
                .toList();
    }
}
