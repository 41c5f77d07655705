package io.atoll.manager.testing.agent;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.ScreenshotPart;
import io.atoll.agent.v1.StopTypingResponse;
import io.atoll.agent.v1.TypeKeysRequest;
import io.atoll.agent.v1.TypeKeysResponse;
import io.grpc.stub.StreamObserver;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The screens and keyboards of a scripted host's guests: remembers what was typed, shows one pixel. */
public final class ScriptedGuestConsole {
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final List<TypeKeysRequest> typed = new CopyOnWriteArrayList<>();
    private volatile List<byte[]> parts = List.of(PNG);
    private volatile @Nullable String refusal;
    private volatile Function<TypeKeysRequest, TypeKeysResponse> answer = ScriptedGuestConsole::everything;

    private static TypeKeysResponse everything(TypeKeysRequest request) {
        return TypeKeysResponse.newBuilder()
                .setChordsPressed(request.getChordsCount())
                .setEnding("COMPLETE")
                .build();
    }

    /** One pixel: what it shows unless told otherwise. */
    public static byte[] png() {
        return PNG.clone();
    }

    /** Everything it was asked to type, in order. */
    public List<TypeKeysRequest> typed() {
        return List.copyOf(typed);
    }

    /** What it sends for a picture from now on. */
    public void shows(byte[]... pictureParts) {
        parts = List.of(pictureParts);
    }

    /** How it answers to typing from now on. */
    public void answers(Function<TypeKeysRequest, TypeKeysResponse> script) {
        answer = script;
    }

    /** Refuses everything with this code. */
    public void refuses(String code) {
        refusal = code;
    }

    public void isHonest() {
        parts = List.of(PNG);
        refusal = null;
        answer = ScriptedGuestConsole::everything;
        typed.clear();
    }

    void screenshot(StreamObserver<ScreenshotPart> observer) {
        if (isRefused(observer)) {
            return;
        }
        for (var part : parts) {
            observer.onNext(ScreenshotPart.newBuilder()
                    .setData(ByteString.copyFrom(part))
                    .build());
        }
        observer.onCompleted();
    }

    void type(TypeKeysRequest request, StreamObserver<TypeKeysResponse> observer) {
        if (!isRefused(observer)) {
            typed.add(request);
            observer.onNext(answer.apply(request));
            observer.onCompleted();
        }
    }

    void stop(StreamObserver<StopTypingResponse> observer) {
        if (!isRefused(observer)) {
            observer.onNext(StopTypingResponse.newBuilder().setWasTyping(true).build());
            observer.onCompleted();
        }
    }

    private boolean isRefused(StreamObserver<?> observer) {
        var code = refusal;
        if (code != null) {
            observer.onError(AgentCalls.refusal(code, "It was told to."));
        }
        return code != null;
    }
}
