package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.PublicAddress;
import io.atoll.manager.pki.internal.PkiStore.Kind;
import io.atoll.manager.platform.DataDirectory;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.platform.ServerCertificateSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens the authority at the start and wires its parts. */
@Configuration(proxyBeanMethods = false)
class PkiConfiguration {
    @Bean
    PublicAddress publicAddress(PkiProperties properties, @Value("${server.port:8443}") int webPort) {
        return OwnAddresses.find(properties.publicUrl(), webPort);
    }

    @Bean
    PkiParts pkiParts(
            PkiProperties properties,
            DataDirectory folder,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            Ids ids,
            Clock clock,
            PublicAddress address) {
        var random = new SecureRandom();
        var store = new PkiStore(jdbc);
        var transactions = new TransactionTemplate(transactionManager);
        var configured = properties.secrets().keyFile();
        var keyFile = configured == null ? folder.secrets().resolve("master.key") : configured;
        var founded = new Founding(store, transactions, keyFile, random, ids, clock).foundOrOpen();
        var managerId = ManagerIdFile.readOrCreate(folder.root(), ids);
        var validity = properties.certificates().validity();
        var managerSigner = new OwnIdentity.Signer(
                founded.authority(), store, transactions, Kind.MANAGER, managerId, validity, clock);
        var webSigner =
                new OwnIdentity.Signer(founded.authority(), store, transactions, Kind.WEB, managerId, validity, clock);
        var manager = OwnIdentity.of(
                managerSigner, () -> Keys.generate(random), Subjects.manager(founded.id(), managerId, address));
        var web = OwnIdentity.of(webSigner, founded::webKeys, Subjects.web(founded.id(), address));
        var revocations = new Revocations(store, founded.authority(), clock);
        revocations.refresh();
        return new PkiParts(
                new LocalPki(founded, managerId, store, revocations, manager, validity, clock),
                revocations,
                manager,
                web);
    }

    /** What is made together. */
    record PkiParts(LocalPki pki, Revocations revocations, OwnIdentity manager, OwnIdentity web) {}

    @Bean
    LocalPki pki(PkiParts parts) {
        return parts.pki();
    }

    @Bean
    ServerCertificateSource serverCertificateSource(PkiParts parts) {
        return new WebCertificate(parts.web());
    }

    @Bean
    PkiCare pkiCare(PkiParts parts) {
        return new PkiCare(parts.revocations(), List.of(parts.manager(), parts.web()));
    }
}
