package io.atoll.manager.api;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * A better answer than 202, looked for after the mutation's transaction has committed and before the client hears of it.
 * This is how {@code ?wait=} waits for a task without holding the transaction that submits it.
 */
public final class LaterAnswer {
    private static final String ATTRIBUTE = LaterAnswer.class.getName();

    private LaterAnswer() {}

    /**
     * What is answered in the end.
     *
     * @param ended whether what was waited for has ended: 200, otherwise still 202
     * @param body as things stand then
     */
    public record Answer(boolean ended, Object body) {}

    /** Called once, after the commit, when the controller method has answered 202. */
    public static void attach(Supplier<Answer> later) {
        RequestContextHolder.currentRequestAttributes()
                .setAttribute(ATTRIBUTE, new Held(later), RequestAttributes.SCOPE_REQUEST);
    }

    /** What was attached to this request. */
    public static Optional<Supplier<Answer>> attached(@Nullable Object attributeOfRequest) {
        return attributeOfRequest instanceof Held(var later) ? Optional.of(later) : Optional.empty();
    }

    /** The name of the request attribute {@link #attached} reads. */
    public static String attribute() {
        return ATTRIBUTE;
    }

    private record Held(Supplier<Answer> later) {}
}
