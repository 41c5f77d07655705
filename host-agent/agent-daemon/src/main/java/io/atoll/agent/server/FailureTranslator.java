package io.atoll.agent.server;

import io.atoll.agent.operation.OperationRegistry;
import io.atoll.agent.operation.OperationWork.LeftoversException;
import io.atoll.agent.operation.Outcome;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.storage.StorageException;
import java.util.List;

/** What an exception of an operation means to the manager. */
public final class FailureTranslator implements OperationRegistry.FailureTranslation {
    @Override
    public Outcome.Failed failed(Throwable failure) {
        return translate(failure);
    }

    static Outcome.Failed translate(Throwable failure) {
        return switch (failure) {
            case LeftoversException leftovers -> leaving(translate(String.valueOf(leftovers.getCause()), leftovers));
            case RefusedException refused ->
                new Outcome.Failed(refused.code().name(), refused.detail(), refused.hints(), true);
            case HypervisorException refused ->
                new Outcome.Failed(refused.code().name(), String.valueOf(refused.getMessage()), refused.hints(), true);
            case StorageException refused ->
                new Outcome.Failed(
                        refused.problem().name(), String.valueOf(refused.getMessage()), refused.hints(), true);
            case CommandFailedException broken ->
                new Outcome.Failed(
                        RefusalCode.NETWORK_FAILED.name(), String.valueOf(broken.getMessage()), List.of(), true);
            default -> Refusals.internal(failure);
        };
    }

    private static Outcome.Failed translate(String fallback, LeftoversException leftovers) {
        var cause = leftovers.getCause();
        return cause == null
                ? new Outcome.Failed(RefusalCode.INTERNAL.name(), fallback, List.of(), false)
                : translate(cause);
    }

    private static Outcome.Failed leaving(Outcome.Failed failed) {
        return new Outcome.Failed(failed.code(), failed.detail(), failed.hints(), false);
    }
}
