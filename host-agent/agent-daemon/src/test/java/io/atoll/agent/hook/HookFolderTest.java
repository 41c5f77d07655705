package io.atoll.agent.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which programs a manager may have run. */
class HookFolderTest {
    @TempDir
    Path temporary;

    private Path folder = Path.of("/");
    private HookFolder hooks = new HookFolder(folder, 0);

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(temporary.resolve("hooks"));
        mode(folder, "rwxr-xr-x");
        hooks = new HookFolder(folder, me());
        mode(Files.writeString(folder.resolve("good"), "#!/bin/sh\n"), "rwxr-xr-x");
    }

    private int me() throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:uid");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private void refuses(String name, RefusalCode code, String why) {
        assertThatThrownBy(() -> hooks.require(name))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }

    @Test
    void aProgramOfTheOwnersInAFolderOfTheOwnersIsRun() {
        assertThat(hooks.require("good")).isEqualTo(folder.resolve("good"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "../good", "/bin/sh", "good;reboot", "Good", ".good", "-good", "good/..", "good\n", "гood"})
    void aNameIsNothingButAName(String name) {
        refuses(name, RefusalCode.VALIDATION_FAILED, "a-z 0-9");
        assertThatThrownBy(() -> hooks.require("g".repeat(64))).hasMessageContaining("64 characters");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        refuses("other", RefusalCode.HOOK_NOT_FOUND, "no hook other");
        assertThatThrownBy(() -> new HookFolder(temporary.resolve("none"), 0).require("good"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.HOOK_NOT_FOUND));
    }

    @Test
    void whatOthersCouldHaveWrittenIsRefused() throws IOException {
        mode(folder.resolve("good"), "rwxrwxr-x");
        refuses("good", RefusalCode.HOOK_REFUSED, "written to by others");
        mode(folder.resolve("good"), "rwxr-xr-x");
        mode(folder, "rwxrwxrwx");
        refuses("good", RefusalCode.HOOK_REFUSED, "written to by others");
        mode(folder, "rwxr-xr-x");
        mode(temporary, "rwxrwx---");
        refuses("good", RefusalCode.HOOK_REFUSED, temporary.toString());
    }

    @Test
    void whatBelongsToOthersIsRefused() throws IOException {
        hooks = new HookFolder(folder, me() + 1);
        refuses("good", RefusalCode.HOOK_REFUSED, "must belong to user");
    }

    @Test
    void linksFoldersAndWhatIsNotExecutableAreRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/bin/sh"));
        refuses("link", RefusalCode.HOOK_REFUSED, "no regular file");
        Files.createDirectory(folder.resolve("nested"));
        refuses("nested", RefusalCode.HOOK_REFUSED, "no regular file");
        mode(folder.resolve("good"), "rw-r--r--");
        refuses("good", RefusalCode.HOOK_REFUSED, "not executable");
        var around = Files.createSymbolicLink(temporary.resolve("around"), folder);
        hooks = new HookFolder(around, me());
        refuses("good", RefusalCode.HOOK_REFUSED, "no folder, or a link to one");
    }
}
