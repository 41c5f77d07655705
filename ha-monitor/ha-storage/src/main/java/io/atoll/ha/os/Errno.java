package io.atoll.ha.os;

/** Error numbers that we meet, the same on every Linux architecture we run on. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int ELOOP = 40;
    public static final int ENOTCONN = 107;
    public static final int EOPNOTSUPP = 95;
    public static final int ESTALE = 116;

    private Errno() {}

    /** For people. */
    public static String text(int errorNumber) {
        return switch (errorNumber) {
            case EPERM -> "not permitted (error 1)";
            case ENOENT -> "it does not exist (error 2)";
            case EIO -> "input/output error (error 5)";
            case EAGAIN -> "somebody else has it (error 11)";
            case EACCES -> "access denied (error 13)";
            case EEXIST -> "it exists already (error 17)";
            case ENODEV -> "no such device (error 19)";
            case ENOTDIR -> "a directory was expected (error 20)";
            case EINVAL -> "not supported in this way (error 22)";
            case ENOSPC -> "no space left (error 28)";
            case EROFS -> "the file system is read-only (error 30)";
            case ELOOP -> "it is a symbolic link (error 40)";
            case EOPNOTSUPP -> "not supported (error 95)";
            case ENOTCONN -> "its server has gone (error 107)";
            case ESTALE -> "stale file handle (error 116)";
            default -> "error %d".formatted(errorNumber);
        };
    }
}
