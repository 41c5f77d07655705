package io.atoll.manager.pki.internal;

/** Why a certificate request is refused, as the end of a sentence. */
final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RequestRefusedException(String why) {
        super(why);
    }
}
