package io.atoll.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.LastingProcesses;
import io.atoll.agent.hook.HookFolder;
import io.atoll.agent.hook.LastingRuns;
import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.HookResult;
import io.atoll.agent.v1.RunHook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operation by which a manager has a hook run. */
class HookOperationsTest {
    private static final OperationContext NOBODY = new OperationContext() {
        @Override
        public void progress(Progress progress) {}

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {}
    };

    @TempDir
    Path temporary;

    @AfterEach
    void noneIsLeft() {
        LastingProcesses.awaitEnd("LastingRunMain", temporary);
    }

    private HookOperations operations() throws Exception {
        var folder = temporary.resolve("hooks");
        if (!Files.exists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var me = (Integer) Files.getAttribute(folder, "unix:uid");
        return new HookOperations(new HookFolder(folder, me), new LastingRuns(temporary.resolve("runs")));
    }

    private HookResult run(String operation, int seconds) throws Exception {
        var order = RunHook.newBuilder()
                .setName("check")
                .setDeadlineSeconds(seconds)
                .build();
        return Done.parseFrom(operations().run(operation, order).run(NOBODY)).getHook();
    }

    @Test
    void howItEndedIsToldAgainAlthoughTheHookIsGone() throws Exception {
        operations();
        var hook = Files.writeString(temporary.resolve("hooks/check"), "#!/bin/sh\necho $ATOLL_HOOK is done\nexit 4\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        var first = run("task/1", 60);
        assertThat(first.getExitCode()).isEqualTo(4);
        assertThat(first.getOutputLinesList()).containsExactly("check is done");
        Files.delete(hook);
        assertThat(run("task/1", 60)).isEqualTo(first);
        assertThatThrownBy(() -> run("task/2", 60))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no hook check");
    }

    @Test
    void aDeadlineIsNeeded() {
        for (var seconds : new int[] {0, -1, 86_401}) {
            assertThatThrownBy(() -> run("task/1", seconds))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("deadline_seconds");
        }
    }
}
