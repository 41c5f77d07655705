/** The web server's TLS: protocol versions, and a certificate that can be renewed while the server runs. */
@NullMarked
package io.atoll.manager.platform.internal.tls;

import org.jspecify.annotations.NullMarked;
