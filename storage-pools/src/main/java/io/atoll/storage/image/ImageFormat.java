package io.atoll.storage.image;

/** The formats an image may be handed in as. A format is always stated, never guessed. */
public enum ImageFormat {
    QCOW2("qcow2"),
    RAW("raw");

    private final String driverName;

    ImageFormat(String driverName) {
        this.driverName = driverName;
    }

    /** The name of QEMU's driver for it, which is also its name in the API. */
    public String driverName() {
        return driverName;
    }

    public static ImageFormat parse(String name) {
        for (var format : values()) {
            if (format.driverName.equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "The image format (%d characters) is neither \"qcow2\" nor \"raw\". Convert the image with qemu-img convert -O qcow2 first."
                        .formatted(name.length()));
    }
}
