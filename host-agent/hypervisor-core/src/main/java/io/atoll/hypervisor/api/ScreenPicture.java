package io.atoll.hypervisor.api;

/** A VM's display at one moment, as a PNG. Everything in it is the guest's. */
public final class ScreenPicture {

    public static final int LONGEST_SIDE_PIXELS = 8_192;
    public static final long MOST_PIXELS = 1L << 24;
    public static final int LARGEST_BYTES = 16 << 20;

    private final int widthPixels;
    private final int heightPixels;
    private final byte[] png;

    /** Takes over {@code png}. */
    public ScreenPicture(int widthPixels, int heightPixels, byte[] png) {
        this.widthPixels = widthPixels;
        this.heightPixels = heightPixels;
        this.png = png;
    }

    /** Whether a display of this size is made a picture of. */
    public static boolean isSmallEnough(long widthPixels, long heightPixels) {
        return widthPixels >= 1
                && heightPixels >= 1
                && widthPixels <= LONGEST_SIDE_PIXELS
                && heightPixels <= LONGEST_SIDE_PIXELS
                && widthPixels * heightPixels <= MOST_PIXELS;
    }

    public int widthPixels() {
        return widthPixels;
    }

    public int heightPixels() {
        return heightPixels;
    }

    /** The picture's own bytes, not a copy: at most {@link #LARGEST_BYTES}. */
    public byte[] png() {
        return png;
    }
}
