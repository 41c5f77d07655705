package io.atoll.hypervisor.qemu;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs real QEMU processes. Where QEMU is not installed the test is skipped, and says so; with
 * {@code ATOLL_REQUIRE_QEMU=true} in the environment (as in CI) it fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(QemuTest.Condition.class)
@interface QemuTest {

    /** Looks for the emulator. */
    final class Condition implements ExecutionCondition {
        private static final Path BINARY = Path.of("/usr/bin/qemu-system-x86_64");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Files.isExecutable(BINARY)) {
                return ConditionEvaluationResult.enabled("QEMU is installed");
            }
            if ("true".equals(System.getenv("ATOLL_REQUIRE_QEMU"))) {
                throw new IllegalStateException(
                        "%s is missing, and ATOLL_REQUIRE_QEMU=true. Install the package qemu-system-x86."
                                .formatted(BINARY));
            }
            return ConditionEvaluationResult.disabled("%s is missing; install qemu-system-x86".formatted(BINARY));
        }
    }
}
