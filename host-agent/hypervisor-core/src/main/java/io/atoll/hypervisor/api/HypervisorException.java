package io.atoll.hypervisor.api;

import io.atoll.hypervisor.vm.Transition;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A hypervisor's "no": a stable code, one sentence with the value and the limit, and what to do about it. */
public final class HypervisorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HypervisorErrorCode code;
    private final transient List<String> hints;

    public HypervisorException(HypervisorErrorCode code, String detail, String... hints) {
        this(code, detail, null, hints);
    }

    public HypervisorException(HypervisorErrorCode code, String detail, @Nullable Throwable cause, String... hints) {
        super(detail, cause);
        this.code = code;
        this.hints = List.of(hints);
    }

    /** This host has no such VM. */
    public static HypervisorException notFound(VmId vm) {
        return new HypervisorException(
                HypervisorErrorCode.VM_NOT_FOUND, "There is no VM %s on this host.".formatted(vm));
    }

    /** The state machine's refusal, with what would be possible instead as a hint. */
    public static HypervisorException wrongState(VmId vm, Transition.Refused refused) {
        var possible = refused.allowedCommands().stream()
                .map(command -> command.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return new HypervisorException(
                HypervisorErrorCode.VM_WRONG_STATE,
                "VM %s: %s.".formatted(vm, refused.reason()),
                possible.isEmpty()
                        ? "Wait until the command that runs now has ended."
                        : "Possible now: " + possible + ".");
    }

    public HypervisorErrorCode code() {
        return code;
    }

    /** What the caller or an admin can do about it, most likely remedy first. */
    public List<String> hints() {
        return hints;
    }
}
