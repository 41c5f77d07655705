package io.atoll.manager.platform.internal.tls;

import io.atoll.manager.platform.ServerCertificateSource;
import java.util.Set;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** HTTPS and nothing else. The certificate comes from whoever owns the certificate authority, now and at each renewal. */
@Configuration(proxyBeanMethods = false)
class ServerTls {
    private static final String BUNDLE = "server";
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
    /** Forward secrecy and authenticated encryption, or nothing. */
    private static final Set<String> CIPHERS = Set.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    @Bean
    SslBundleRegistrar serverCertificate(ServerCertificateSource source) {
        return registry -> {
            registry.registerBundle(BUNDLE, bundle(source));
            source.onRenewal(() -> registry.updateBundle(BUNDLE, bundle(source)));
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> httpsOnly(SslBundles bundles) {
        return factory -> {
            factory.setSsl(Ssl.forBundle(BUNDLE));
            factory.setSslBundles(bundles);
        };
    }

    private static SslBundle bundle(ServerCertificateSource source) {
        var certificate = source.current();
        var store = PemSslStore.load(PemSslStoreDetails.forCertificate(certificate.certificateChainPem())
                .withPrivateKey(certificate.privateKeyPem()));
        SslStoreBundle stores = new PemSslStoreBundle(store, null);
        return SslBundle.of(stores, SslBundleKey.NONE, SslOptions.of(CIPHERS, PROTOCOLS));
    }
}
