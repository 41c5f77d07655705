package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.ConsoleFrame;
import io.grpc.stub.StreamObserver;

/** A console that says everything back. */
final class EchoConsole implements StreamObserver<ConsoleFrame> {
    private final StreamObserver<ConsoleFrame> out;

    EchoConsole(StreamObserver<ConsoleFrame> out) {
        this.out = out;
    }

    @Override
    public void onNext(ConsoleFrame frame) {
        if (frame.hasData()) {
            out.onNext(frame);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // The manager went away.
    }

    @Override
    public void onCompleted() {
        out.onCompleted();
    }
}
