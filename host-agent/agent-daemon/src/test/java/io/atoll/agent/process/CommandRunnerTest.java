package io.atoll.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {
    private final CommandRunner runner = new CommandRunner(Duration.ofSeconds(20));

    @Test
    void passesArgumentsAsTheyAreAndInputToTheEnd() throws CommandFailedException {
        var result = runner.run(List.of("cat", "-"), "a;b $(id) `x`\n");
        assertThat(result.output()).isEqualTo("a;b $(id) `x`\n");
        assertThat(runner.run(List.of("printf", "%s", "$HOME; ls")).output()).isEqualTo("$HOME; ls");
    }

    @Test
    void tellsHowAProgramFailed() throws CommandFailedException {
        var result = runner.run(List.of("ls", "/nonexistent"));
        assertThat(result.succeeded()).isFalse();
        assertThat(result.complaint()).contains("/nonexistent");
        assertThatThrownBy(() -> runner.runOrFail(List.of("ls", "/nonexistent")))
                .hasMessageContaining("ls /nonexistent failed");
        assertThatThrownBy(() -> runner.run(List.of("no-such-program-at-all"))).hasMessageContaining("Install it");
    }

    @Test
    void killsWhatTakesTooLong() {
        var hasty = new CommandRunner(Duration.ofMillis(200));
        assertThatThrownBy(() -> hasty.run(List.of("sleep", "60"))).hasMessageContaining("was killed");
    }

    @Test
    void keepsNoMoreThanTheLimitOfWhatAProgramWrites() throws CommandFailedException {
        var result = runner.run(List.of("head", "-c", "5000000", "/dev/zero"));
        assertThat(result.output()).hasSize(CommandRunner.OUTPUT_LIMIT_BYTES);
    }
}
