package io.atoll.manager.task;

/** How far a step is. Zero bytes in total means that bytes are not its measure. */
public record StepProgress(int percent, long bytesDone, long bytesTotal, long bytesPerSecond, String detail) {
    public StepProgress {
        percent = Math.clamp(percent, 0, 100);
    }

    public static StepProgress of(int percent, String detail) {
        return new StepProgress(percent, 0, 0, 0, detail);
    }
}
