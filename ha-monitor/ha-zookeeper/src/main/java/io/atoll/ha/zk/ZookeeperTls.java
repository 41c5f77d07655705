package io.atoll.ha.zk;

import java.nio.file.Path;

/**
 * The PEM files of a TLS client. They are read again at every connect, so a renewed certificate only needs to be written.
 *
 * @param identity private key (PKCS#8, not encrypted) followed by its certificate chain, leaf first
 * @param trusted the CA certificates a server must come from
 */
public record ZookeeperTls(Path identity, Path trusted) {}
