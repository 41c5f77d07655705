package io.atoll.agent.operation;

/** How far an operation is; amounts that are not known are 0. */
public record Progress(int percent, long bytesDone, long bytesTotal, long bytesPerSecond, String phase) {
    public static Progress phase(int percent, String phase) {
        return new Progress(percent, 0, 0, 0, phase);
    }
}
