package io.atoll.manager.api.internal;

import io.atoll.manager.api.TaskWaiter;
import io.atoll.manager.problem.AtollException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** {@code ?wait=30s}: an accepted task is waited for, after the commit and without holding a connection. */
@Component
class TaskWait {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,2})s");
    private static final Pattern TASK = Pattern.compile("/api/v1/tasks/([0-9a-f-]{36})");
    private static final int MOST_SECONDS = 60;

    private final ObjectProvider<TaskWaiter> tasks;
    private final JsonMapper json;

    TaskWait(ObjectProvider<TaskWaiter> tasks, JsonMapper json) {
        this.tasks = tasks;
        this.json = json;
    }

    static Optional<Duration> wanted(HttpServletRequest request) {
        return Parameters.single("wait", request.getParameterValues("wait")).map(TaskWait::parse);
    }

    private static Duration parse(String text) {
        Matcher matcher = SECONDS.matcher(text);
        int seconds = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw AtollException.invalid(
                    "wait", "wait is written as seconds between 1s and %ds.".formatted(MOST_SECONDS));
        }
        return Duration.ofSeconds(seconds);
    }

    void apply(BufferedResponse answer, Duration limit) {
        TaskWaiter waiter = tasks.getIfAvailable();
        String location = answer.getHeader("Location");
        if (waiter == null || answer.getStatus() != 202 || location == null) {
            return;
        }
        Matcher task = TASK.matcher(location);
        if (task.matches()) {
            waiter.awaitEnd(task.group(1), limit).ifPresent(view -> {
                answer.replace(200, json.writeValueAsBytes(view));
                answer.setHeader("Location", location);
            });
        }
    }
}
