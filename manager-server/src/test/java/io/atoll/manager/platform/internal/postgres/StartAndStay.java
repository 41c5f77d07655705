package io.atoll.manager.platform.internal.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that starts the embedded server and then waits to be killed. */
final class StartAndStay {
    private StartAndStay() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        EmbeddedPostgresTest.postgres(folder).start();
        Files.createFile(folder.resolve("started"));
        new CountDownLatch(1).await();
    }
}
