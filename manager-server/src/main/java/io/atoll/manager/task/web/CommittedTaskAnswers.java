package io.atoll.manager.task.web;

import io.atoll.manager.api.LaterAnswer;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskView;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.task.internal.TaskViews;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers 202 inside the transaction that submits the task; waits, when asked to, after its commit. */
@Component
class CommittedTaskAnswers implements TaskAnswers {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,2})s");
    private static final int MOST_SECONDS = 60;

    private final Tasks tasks;

    CommittedTaskAnswers(Tasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public <T> ResponseEntity<T> answer(TaskId task, @Nullable String wait, Function<TaskView, T> body) {
        if (wait != null) {
            Duration limit = limit(wait);
            LaterAnswer.attach(() -> {
                var then = tasks.await(task, limit);
                return new LaterAnswer.Answer(then.state().ended(), body.apply(TaskViews.of(then)));
            });
        }
        TaskSnapshot submitted = tasks.find(task)
                .orElseThrow(() -> new IllegalStateException("Task %s was not submitted.".formatted(task)));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/tasks/" + task))
                .body(body.apply(TaskViews.of(submitted)));
    }

    private static Duration limit(String wait) {
        Matcher matcher = SECONDS.matcher(wait);
        int seconds = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw AtollException.invalid(
                    "wait", "wait is written as seconds between 1s and %ds, for example 30s.".formatted(MOST_SECONDS));
        }
        return Duration.ofSeconds(seconds);
    }
}
