package io.atoll.hypervisor.picture;

/** A picture would have more bytes, or pixels, than allowed. The message is a clause without a full stop. */
public final class PictureTooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    public PictureTooLargeException(String message) {
        super(message);
    }
}
