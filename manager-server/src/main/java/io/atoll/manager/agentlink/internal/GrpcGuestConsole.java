package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.AgentServiceGrpc.AgentServiceBlockingStub;
import io.atoll.agent.v1.ScreenshotPart;
import io.atoll.agent.v1.ScreenshotRequest;
import io.atoll.agent.v1.StopTypingRequest;
import io.atoll.agent.v1.TypeKeysRequest;
import io.atoll.agent.v1.TypeKeysResponse;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.agentlink.GuestConsole;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/** Calls the agents' Screenshot, TypeKeys and StopTyping. */
@Service
class GrpcGuestConsole implements GuestConsole {
    private static final int SCREENSHOT_SECONDS = 30;
    private static final int STOP_SECONDS = 10;
    /** For the way there and back, and for a chord under way. */
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(10);

    private static final Duration BUSY_FOR = Duration.ofSeconds(1);
    /** Each may take 16 MiB of memory while it is passed on. */
    private static final int PICTURES_AT_A_TIME = 4;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final AgentChannels channels;
    private final Semaphore pictures = new Semaphore(PICTURES_AT_A_TIME);

    GrpcGuestConsole(AgentChannels channels) {
        this.channels = channels;
    }

    @Override
    public byte[] screenshot(HostId host, VmId vm) {
        if (!pictures.tryAcquire()) {
            throw AtollException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "This manager passes on %d screenshots at a time, its limit.".formatted(PICTURES_AT_A_TIME),
                    BUSY_FOR);
        }
        var context = Context.current().withCancellation();
        try {
            var request = ScreenshotRequest.newBuilder().setVmId(vm.toString()).build();
            // What is not read to its end is cancelled below.
            return context.call(() -> call(host, SCREENSHOT_SECONDS, stub -> collect(stub.screenshot(request))));
        } catch (AtollException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A screenshot failed in an unforeseen way.", e);
        } finally {
            context.cancel(null);
            pictures.release();
        }
    }

    private static byte[] collect(Iterator<ScreenshotPart> parts) {
        var bytes = new ByteArrayOutputStream();
        while (parts.hasNext()) {
            var data = parts.next().getData();
            if (bytes.size() + data.size() > LARGEST_PICTURE_BYTES) {
                throw unbelievable("a picture of more than %d bytes".formatted(LARGEST_PICTURE_BYTES));
            }
            bytes.writeBytes(data.toByteArray());
        }
        var png = bytes.toByteArray();
        if (!Arrays.equals(png, 0, Math.min(png.length, PNG.length), PNG, 0, PNG.length)) {
            throw unbelievable("a picture that is no PNG");
        }
        return png;
    }

    @Override
    public TypedKeys type(
            HostId host, VmId vm, VmEpoch epoch, List<KeyChord> chords, Duration hold, Duration deadline) {
        var request = TypeKeysRequest.newBuilder()
                .setVmId(vm.toString())
                .setEpoch(epoch.value())
                .setHoldMs(Math.toIntExact(hold.toMillis()))
                .setDeadlineMs(Math.toIntExact(deadline.toMillis()));
        chords.forEach(chord ->
                request.addChords(io.atoll.agent.v1.KeyChord.newBuilder().addAllKeys(chord.keys())));
        var seconds = deadline.plus(BEYOND_DEADLINE).toSeconds();
        return call(host, seconds, stub -> checked(stub.typeKeys(request.build()), chords.size()));
    }

    private static TypedKeys checked(TypeKeysResponse response, int asked) {
        var pressed = response.getChordsPressed();
        for (var ending : Ending.values()) {
            if (ending.name().equals(response.getEnding())
                    && pressed >= 0
                    && (ending == Ending.COMPLETE ? pressed == asked : pressed <= asked)) {
                return new TypedKeys(pressed, ending);
            }
        }
        throw unbelievable("that it pressed %s of %d chords".formatted(Integer.toUnsignedString(pressed), asked));
    }

    @Override
    public boolean stopTyping(HostId host, VmId vm) {
        var request = StopTypingRequest.newBuilder().setVmId(vm.toString()).build();
        return call(host, STOP_SECONDS, stub -> stub.stopTyping(request).getWasTyping());
    }

    private <T> T call(HostId host, long seconds, Function<AgentServiceBlockingStub, T> work) {
        AgentChannels.AgentChannel channel = channels.to(host);
        try {
            return work.apply(
                    AgentServiceGrpc.newBlockingStub(channel.channel()).withDeadlineAfter(seconds, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            throw refusal(e, channel);
        }
    }

    private static AtollException refusal(StatusRuntimeException failure, AgentChannels.AgentChannel channel) {
        if (failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
            return new AtollException(
                    ErrorCode.HOST_WRONG_STATE,
                    "The host's agent is older than this manager and knows neither screenshots nor typing.",
                    Hint.of("Update the agent to the manager's version."));
        }
        if (CallFailures.outcome(failure, channel) instanceof AgentOutcome.Refused(var code, var detail, var hints)) {
            var advice = hints.stream().map(Hint::of).toArray(Hint[]::new);
            switch (code) {
                case "VM_WRONG_STATE", "VM_NOT_FOUND", "VM_NOT_OWNED", "STALE_EPOCH" -> {
                    return new AtollException(ErrorCode.VM_WRONG_STATE, detail, advice);
                }
                case "DISPLAY_TOO_LARGE" -> {
                    return new AtollException(ErrorCode.DISPLAY_TOO_LARGE, detail, advice);
                }
                case "HOST_BUSY", "VM_BUSY" -> {
                    return AtollException.retryLater(ErrorCode.TOO_MANY_REQUESTS, detail, BUSY_FOR);
                }
                default -> {
                    // as of every other call
                }
            }
        }
        return CallFailures.exception(failure, channel);
    }

    private static AtollException unbelievable(String said) {
        return new AtollException(
                ErrorCode.HOST_WRONG_STATE,
                "The host's agent answered %s, which cannot be.".formatted(said),
                Hint.of("Look at the host: its agent may be damaged, or not be what it should."));
    }
}
