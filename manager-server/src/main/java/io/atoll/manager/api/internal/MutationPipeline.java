package io.atoll.manager.api.internal;

import io.atoll.manager.api.Actor;
import io.atoll.manager.api.BeforeTransaction;
import io.atoll.manager.api.DryRun;
import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.LaterAnswer;
import io.atoll.manager.api.MutationNotes;
import io.atoll.manager.api.MutationWitness;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.api.ShownOnce;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.WebUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One mutation, one transaction: the effect, its events and tasks, the audit row and the answer kept for the
 * {@code Idempotency-Key} are committed together, and the client hears of it afterwards. A dry run is the same, rolled back.
 */
@Component
class MutationPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(MutationPipeline.class);
    static final String WITNESSED = MutationPipeline.class.getName() + ".witnessed";
    private static final Set<String> MUTATIONS = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
    /** Refusals that depend on the state of things; a dry run reports them as what stands in the way. */
    private static final Set<Integer> STATUSES_OF_STATE = Set.of(409, 422, 507);
    /** The database breaks a deadlock by ending one of the two; that one has left nothing behind and may simply come again. */
    private static final int MOST_ATTEMPTS = 4;

    private final PlatformTransactionManager transactions;
    private final IdempotencyStore store;
    private final List<MutationWitness> witnesses;
    private final List<BeforeTransaction> preparations;
    private final JsonMapper json;

    MutationPipeline(
            PlatformTransactionManager transactions,
            IdempotencyStore store,
            List<MutationWitness> witnesses,
            List<BeforeTransaction> preparations,
            JsonMapper json) {
        this.transactions = transactions;
        this.store = store;
        this.witnesses = witnesses;
        this.preparations = preparations;
        this.json = json;
    }

    /** The controller method with its arguments still to be resolved. */
    @FunctionalInterface
    interface Invocation {
        @org.jspecify.annotations.Nullable
        Object invoke(HttpServletRequest request, HttpServletResponse response, HandlerMethod handler) throws Exception;
    }

    static boolean isMutation(String method) {
        return MUTATIONS.contains(method);
    }

    void run(HttpServletRequest request, HttpServletResponse response, HandlerMethod handler, Invocation invocation)
            throws Exception {
        byte[] body = bodyOf(request);
        boolean dryRun =
                Parameters.flag(DryRunResolver.PARAMETER, request.getParameterValues(DryRunResolver.PARAMETER));
        boolean answersDryRun = Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == DryRunRequest.class);
        var answer = new BufferedResponse(response);
        if (dryRun) {
            request.setAttribute(WITNESSED, true);
        }
        if (handler.hasMethodAnnotation(OutsideTransaction.class)) {
            outside(request, answer, handler, invocation, dryRun && !answersDryRun);
        } else {
            prepare(request, handler, body);
            if (dryRun) {
                rehearse(request, answer, handler, invocation, answersDryRun);
            } else {
                perform(request, answer, handler, invocation, key(request, body));
            }
        }
        improve(request, answer);
        answer.release();
    }

    private void outside(
            HttpServletRequest request,
            BufferedResponse answer,
            HandlerMethod handler,
            Invocation invocation,
            boolean cannotBeTried)
            throws Exception {
        if (cannotBeTried) {
            throw AtollException.invalid("dryRun", "This request cannot be tried out.");
        }
        invocation.invoke(request, answer, handler);
        if (request.getAttribute(WITNESSED) == null) {
            witness(request, answer);
        }
    }

    private void prepare(HttpServletRequest request, HandlerMethod handler, byte[] body) {
        for (BeforeTransaction preparation : preparations) {
            if (preparation.appliesTo(handler)) {
                preparation.prepare(request, body);
            }
        }
    }

    /** Outside of any transaction: whoever waits here holds nothing. */
    private void improve(HttpServletRequest request, BufferedResponse answer) {
        var later = LaterAnswer.attached(request.getAttribute(LaterAnswer.attribute()));
        if (later.isPresent() && answer.getStatus() == 202) {
            String location = answer.getHeader("Location");
            var end = later.get().get();
            answer.replace(end.ended() ? 200 : 202, json.writeValueAsBytes(end.body()));
            answer.setHeader("Location", location);
        }
    }

    private void perform(
            HttpServletRequest request,
            BufferedResponse answer,
            HandlerMethod handler,
            Invocation invocation,
            Optional<IdempotencyStore.Key> key)
            throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(request, answer, handler, invocation, key);
                return;
            } catch (PessimisticLockingFailureException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                LOG.info("{} {} met another change, attempt {}", request.getMethod(), handler, attempt);
                answer.reset();
                request.removeAttribute(LaterAnswer.attribute());
            }
        }
    }

    private void attempt(
            HttpServletRequest request,
            BufferedResponse answer,
            HandlerMethod handler,
            Invocation invocation,
            Optional<IdempotencyStore.Key> key)
            throws Exception {
        TransactionStatus transaction = begin();
        try {
            if (key.isPresent() && !store.claim(key.get())) {
                replay(key.get(), answer);
                request.setAttribute(WITNESSED, true);
            } else {
                invocation.invoke(request, answer, handler);
                if (answer.getStatus() >= 400) {
                    transaction.setRollbackOnly();
                } else {
                    witness(request, answer);
                    key.ifPresent(taken -> store.keep(taken, answered(taken, answer, handler)));
                }
            }
        } catch (Exception | Error e) {
            request.removeAttribute(WITNESSED);
            transactions.rollback(transaction);
            throw e;
        }
        commit(request, transaction);
    }

    private void commit(HttpServletRequest request, TransactionStatus transaction) {
        try {
            transactions.commit(transaction);
        } catch (RuntimeException e) {
            request.removeAttribute(WITNESSED);
            throw e;
        }
    }

    private void rehearse(
            HttpServletRequest request,
            BufferedResponse answer,
            HandlerMethod handler,
            Invocation invocation,
            boolean answersDryRun)
            throws Exception {
        var rehearsal = new DefaultTransactionDefinition();
        rehearsal.setName(DryRun.TRANSACTION);
        TransactionStatus transaction = transactions.getTransaction(rehearsal);
        try {
            invocation.invoke(request, answer, handler);
            if (!answersDryRun) {
                JsonNode plan = answer.bytes().length == 0 ? null : json.readTree(answer.bytes());
                boolean secret = handler.hasMethodAnnotation(ShownOnce.class);
                answer.replace(200, json.writeValueAsBytes(new DryRun<>(true, List.of(), secret ? null : plan)));
            }
        } catch (AtollException e) {
            if (!STATUSES_OF_STATE.contains(e.code().status())) {
                throw e;
            }
            var violation = new DryRun.Violation(e.code().name(), String.valueOf(e.getMessage()), e.causes());
            answer.replace(200, json.writeValueAsBytes(new DryRun<>(false, List.of(violation), null)));
        } finally {
            transactions.rollback(transaction);
        }
    }

    private TransactionStatus begin() {
        return transactions.getTransaction(new DefaultTransactionDefinition());
    }

    private void witness(HttpServletRequest request, BufferedResponse answer) {
        if (answer.getStatus() >= 400) {
            return;
        }
        var names = new RequestNames(request);
        var mutation = new MutationWitness.Mutation(
                Actor.of(request),
                names.action(),
                names.object(),
                "OK",
                MutationNotes.detail(request).orElse(""));
        witnesses.forEach(witness -> witness.witness(mutation));
        request.setAttribute(WITNESSED, true);
    }

    /** Read before any transaction begins: who sends slowly must not hold one open, nor a connection to the database. */
    private static byte[] bodyOf(HttpServletRequest request) throws IOException {
        var wrapped = WebUtils.getNativeRequest(request, LimitedBodyRequest.class);
        return wrapped == null ? new byte[0] : wrapped.json();
    }

    private static Optional<IdempotencyStore.Key> key(HttpServletRequest request, byte[] body) {
        String key = request.getHeader("Idempotency-Key");
        UUID user = Actor.of(request).id();
        if (key == null || user == null || !request.getMethod().equals("POST")) {
            return Optional.empty();
        }
        if (!KEY.matcher(key).matches()) {
            throw AtollException.invalid("Idempotency-Key", "The key must be 1 to 128 visible ASCII characters.");
        }
        return Optional.of(new IdempotencyStore.Key(
                user, key, IdempotencyStore.Key.hash(request.getMethod(), request.getRequestURI(), body)));
    }

    private static IdempotencyStore.Answer answered(
            IdempotencyStore.Key key, BufferedResponse answer, HandlerMethod handler) {
        boolean secret = handler.hasMethodAnnotation(ShownOnce.class);
        return new IdempotencyStore.Answer(
                key.requestHash(),
                answer.getStatus(),
                answer.getHeader("Location"),
                answer.getHeader("ETag"),
                secret ? null : new String(answer.bytes(), StandardCharsets.UTF_8));
    }

    private void replay(IdempotencyStore.Key key, BufferedResponse answer) {
        IdempotencyStore.Answer first = store.find(key)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.CONFLICT, "A request with this Idempotency-Key is under way. Try again."));
        if (!first.requestHash().equals(key.requestHash())) {
            throw new AtollException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "The Idempotency-Key was used for another request within the last 24 hours. Use a new one.");
        }
        String body = first.body();
        if (body == null) {
            throw new AtollException(
                    ErrorCode.IDEMPOTENCY_KEY_SPENT,
                    "The request was carried out before. Its answer held a secret, which is shown only once.");
        }
        answer.replace(first.status(), body.getBytes(StandardCharsets.UTF_8));
        answer.setHeader("Idempotency-Replayed", "true");
        answer.setHeader("Location", first.location());
        answer.setHeader("ETag", first.etag());
    }
}
