package io.atoll.manager.pki.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.public-url}, {@code atoll.secrets.*} and {@code atoll.certificates.*}.
 *
 * @param publicUrl where hosts and browsers reach the managers; default: this machine's name and the web server's port
 */
@ConfigurationProperties("atoll")
record PkiProperties(
        @Nullable URI publicUrl,
        @DefaultValue Secrets secrets,
        @DefaultValue Certificates certificates) {
    PkiProperties {
        if (publicUrl != null
                && (!"https".equals(publicUrl.getScheme())
                        || publicUrl.getHost() == null
                        || publicUrl.getUserInfo() != null
                        || publicUrl.getQuery() != null
                        || !(publicUrl.getPath().isEmpty()
                                || publicUrl.getPath().equals("/")))) {
            throw new IllegalArgumentException(
                    "atoll.public-url (%s) must look like https://name-or-address:port, without a path."
                            .formatted(publicUrl));
        }
    }

    /**
     * @param keyFile the key with which secrets in the database are sealed; the same file on every manager of an
     *     installation. Default: {@code secrets/master.key} in the data folder.
     */
    record Secrets(@Nullable Path keyFile) {}

    /**
     * @param validity of managers', hosts' and the web server's certificates; renewed at two thirds of it
     */
    record Certificates(@DefaultValue("90d") Duration validity) {
        Certificates {
            if (validity.compareTo(Duration.ofHours(1)) < 0 || validity.compareTo(Duration.ofDays(397)) > 0) {
                throw new IllegalArgumentException(
                        "atoll.certificates.validity (%s) must be between 1h and 397d; browsers refuse more."
                                .formatted(validity));
            }
        }
    }
}
