package io.atoll.manager.egress;

import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connections to mail servers that a user named, under the same rules as URLs: in-house servers must be listed. */
public interface MailSockets {
    /** Connects to the ports of mail only, where the address is not listed. {@code patience} bounds each read. */
    Socket connect(String host, int port, Duration patience) throws EgressException;

    /**
     * TLS over an open connection; the server must prove that it is {@code host}.
     *
     * @param caPem certificates that the server's must come from; null: one the Java runtime trusts
     */
    Socket secure(Socket plain, String host, int port, @Nullable String caPem) throws EgressException;

    /** Checks that certificates can be read, in words for whoever wrote them. */
    void checkCertificates(String caPem) throws EgressException;
}
