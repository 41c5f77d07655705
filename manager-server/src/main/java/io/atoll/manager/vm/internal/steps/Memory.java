package io.atoll.manager.vm.internal.steps;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.atoll.agent.v1.VmSpec;
import io.atoll.manager.task.StepContext;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** What the steps of one task tell each other; kept with the task, so that the next leader knows it too. */
final class Memory {
    private static final String HOST = "host";
    private static final String SOURCE = "source";
    private static final String EPOCH = "epoch";
    private static final String MAY_RUN = "mayRun";
    private static final String SPEC = "spec";
    private static final String SEALED = "sealed";

    private final StepContext context;

    Memory(StepContext context) {
        this.context = context;
    }

    /** Where the VM is started, moved to, or worked on. */
    Optional<HostId> host() {
        return context.recall(HOST, String.class).map(HostId::parse);
    }

    HostId requireHost() {
        return host().orElseThrow(() -> new IllegalStateException("No host was chosen for the task."));
    }

    void host(HostId host) {
        context.remember(HOST, host.toString());
    }

    HostId requireSource() {
        return context.recall(SOURCE, String.class)
                .map(HostId::parse)
                .orElseThrow(() -> new IllegalStateException("The task knows no source."));
    }

    void source(HostId host) {
        context.remember(SOURCE, host.toString());
    }

    /** The epoch under which the task works on the VM. */
    Optional<VmEpoch> epoch() {
        return context.recall(EPOCH, Long.class).map(VmEpoch::new);
    }

    VmEpoch requireEpoch() {
        return epoch().orElseThrow(() -> new IllegalStateException("The task has no epoch for its VM."));
    }

    void epoch(VmEpoch epoch) {
        context.remember(EPOCH, epoch.value());
    }

    /**
     * What the agent is told of the VM, the same on every attempt: under one operation id it refuses other content, and a
     * rename or a new host in the cluster would be other content.
     */
    VmSpec spec(Supplier<VmSpec> firstTime) {
        var known = context.recall(SPEC, String.class);
        if (known.isPresent()) {
            return decode(known.get());
        }
        var made = firstTime.get();
        context.remember(SPEC, encode(made.toByteArray()));
        return made;
    }

    /** A spec with the signed file that says the same, and which generation that is. */
    record Sealed(VmSpec spec, ByteString file, long generation) {}

    private record SealedText(String spec, String file, long generation) {}

    /** As {@link #spec}, with the file: no two signatures under one text are alike. */
    Sealed sealed(Supplier<Sealed> firstTime) {
        return sealed(SEALED, firstTime);
    }

    /** The same for one of several specs of a task. */
    Sealed sealed(String key, Supplier<Sealed> firstTime) {
        var known = context.recall(key, SealedText.class);
        if (known.isPresent()) {
            var text = known.get();
            var file = ByteString.copyFrom(Base64.getDecoder().decode(text.file()));
            return new Sealed(decode(text.spec()), file, text.generation());
        }
        var made = firstTime.get();
        context.remember(
                key,
                new SealedText(
                        encode(made.spec().toByteArray()), encode(made.file().toByteArray()), made.generation()));
        return made;
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static VmSpec decode(String text) {
        try {
            return VmSpec.parseFrom(Base64.getDecoder().decode(text));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The task's spec of its VM cannot be read.", e);
        }
    }

    /** A start that could neither be confirmed nor taken back: nothing the VM may be using is to be taken away. */
    boolean mayRun() {
        return context.recall(MAY_RUN, Boolean.class).orElse(false);
    }

    void mayRun(boolean may) {
        context.remember(MAY_RUN, may);
    }
}
