package io.atoll.ha.os;

/** Flags of {@code open(2)}; some differ between architectures. */
public final class OpenFlags {
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0x40;
    public static final int NON_BLOCKING = 0x800;
    /** Each write is on the storage when it returns. */
    public static final int DATA_SYNC = 0x1000;
    /** Past the host's page cache. */
    public static final int DIRECT = ARM ? 0x10000 : 0x4000;

    public static final int DIRECTORY = ARM ? 0x4000 : 0x10000;
    public static final int NO_FOLLOW = ARM ? 0x8000 : 0x20000;
    public static final int CLOSE_ON_EXEC = 0x80000;

    private OpenFlags() {}
}
