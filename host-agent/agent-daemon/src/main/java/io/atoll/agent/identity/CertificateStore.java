package io.atoll.agent.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Certificates on disk, one folder a generation, {@code current} naming the one in use; switching it is one rename. Each
 * folder carries the names QEMU looks for, so that migrations use the host's own certificate.
 */
public final class CertificateStore {
    private static final String KEY = "key.pem";
    private static final String CERTIFICATE = "cert.pem";
    private static final String CA = "ca-cert.pem";
    private static final String CRL = "ca-crl.pem";
    private static final String IDENTITY = "identity.pem";
    private static final String PENDING_KEY = "pending-key.pem";
    /**
     * Where this is missing, QEMU searches for a prime of its own whenever it loads a server's credentials, which takes
     * 0.2 to 2 s of a processor for each guest that is to arrive. TLS 1.3, the only version used, needs none.
     */
    private static final String DH_PARAMETERS = "dh-params.pem";

    private static final Map<String, String> NAMES_FOR_QEMU = Map.of(
            "server-cert.pem", CERTIFICATE,
            "server-key.pem", KEY,
            "client-cert.pem", CERTIFICATE,
            "client-key.pem", KEY);

    private final Path folder;

    CertificateStore(Path folder) {
        this.folder = folder;
    }

    /** The folder that always holds the certificates in use. */
    public Path current() {
        return folder.resolve("current");
    }

    public Path keyFile() {
        return current().resolve(KEY);
    }

    public Path certificateFile() {
        return current().resolve(CERTIFICATE);
    }

    public Path authorityFile() {
        return current().resolve(CA);
    }

    /** Key and certificate in one file, as ZooKeeper's client wants them. */
    public Path identityFile() {
        return current().resolve(IDENTITY);
    }

    /** Reads and checks what is in use. */
    public Trust load(Instant now) throws IOException, GeneralSecurityException {
        return Trust.of(
                Files.readString(keyFile()),
                Files.readString(certificateFile()),
                Files.readString(authorityFile()),
                readIfThere(current().resolve(CRL)),
                now);
    }

    /** Keeps a new private key until its certificate arrives; a later call replaces it. */
    public void keepPendingKey(String privateKeyPem) throws IOException {
        AtomicFiles.createPrivateFolder(folder);
        AtomicFiles.write(folder.resolve(PENDING_KEY), privateKeyPem);
    }

    /** The private key that waits for its certificate; empty text when there is none. */
    public String pendingKey() throws IOException {
        return readIfThere(folder.resolve(PENDING_KEY));
    }

    public String currentKey() throws IOException {
        return Files.readString(keyFile());
    }

    public String currentCertificate() throws IOException {
        return Files.readString(certificateFile());
    }

    /** Checks the set, writes it as a new generation, switches to it, and forgets older ones. */
    public Trust install(String privateKeyPem, String certificatePem, String caPem, String crlPem, Instant now)
            throws IOException, GeneralSecurityException {
        var trust = Trust.of(privateKeyPem, certificatePem, caPem, crlPem, now);
        AtomicFiles.createPrivateFolder(folder);
        var generation = Files.createTempDirectory(folder, "generation-");
        try {
            AtomicFiles.write(generation.resolve(KEY), privateKeyPem);
            AtomicFiles.write(generation.resolve(CERTIFICATE), certificatePem);
            AtomicFiles.write(generation.resolve(IDENTITY), keyAndChain(privateKeyPem, certificatePem));
            AtomicFiles.write(generation.resolve(CA), caPem);
            if (!crlPem.isBlank()) {
                AtomicFiles.write(generation.resolve(CRL), crlPem);
            }
            AtomicFiles.write(generation.resolve(DH_PARAMETERS), knownDhParameters());
            for (var name : NAMES_FOR_QEMU.entrySet()) {
                Files.createSymbolicLink(generation.resolve(name.getKey()), Path.of(name.getValue()));
            }
            switchTo(generation);
        } catch (IOException e) {
            delete(generation);
            throw e;
        }
        Files.deleteIfExists(folder.resolve(PENDING_KEY));
        deleteOthers(generation);
        return trust;
    }

    /** The group ffdhe3072 of RFC 7919. */
    private static byte[] knownDhParameters() throws IOException {
        try (var group = CertificateStore.class.getResourceAsStream("ffdhe3072.pem")) {
            return Objects.requireNonNull(group, "ffdhe3072.pem is not in the jar")
                    .readAllBytes();
        }
    }

    private static String keyAndChain(String privateKeyPem, String certificatePem) {
        return privateKeyPem.strip() + "\n" + certificatePem.strip() + "\n";
    }

    private void switchTo(Path generation) throws IOException {
        var link = folder.resolve("current.new");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, generation.getFileName());
        Files.move(link, current(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void deleteOthers(Path kept) throws IOException {
        List<Path> generations;
        try (var entries = Files.newDirectoryStream(folder, "generation-*")) {
            generations = java.util.stream.StreamSupport.stream(entries.spliterator(), false)
                    .toList();
        }
        for (var generation : generations) {
            if (!generation.getFileName().equals(kept.getFileName())) {
                delete(generation);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var entries = Files.walk(tree)) {
            for (var path : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static String readIfThere(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
