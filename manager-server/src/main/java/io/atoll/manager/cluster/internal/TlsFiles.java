package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.ZookeeperTls;
import io.atoll.manager.pki.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** This manager's identity as the files a ZooKeeper client wants, written anew with every renewal. */
final class TlsFiles {
    private final Path folder;
    private final Pki pki;

    private TlsFiles(Path folder, Pki pki) {
        this.folder = folder;
        this.pki = pki;
    }

    static ZookeeperTls keep(Path folder, Pki pki) {
        var files = new TlsFiles(folder, pki);
        files.write();
        pki.onManagerIdentityRenewed(files::write);
        return new ZookeeperTls(folder.resolve("manager.pem"), folder.resolve("ca.pem"));
    }

    private void write() {
        var identity = pki.managerIdentity();
        replace("manager.pem", identity.privateKeyPem() + identity.certificateChainPem());
        replace("ca.pem", pki.caCertificatePem());
    }

    /** A reader finds the old content or the new, never half. */
    private void replace(String name, String content) {
        try {
            Files.createDirectories(folder);
            var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var fresh = Files.createTempFile(folder, name, ".new", mode);
            Files.writeString(fresh, content, StandardCharsets.US_ASCII);
            Files.move(
                    fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The file %s cannot be written.".formatted(folder.resolve(name)), e);
        }
    }
}
