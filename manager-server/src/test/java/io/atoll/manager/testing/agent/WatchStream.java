package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.HostUpdate;
import io.grpc.stub.ServerCallStreamObserver;

/** One manager's watch, as the agent's side sees it. */
public final class WatchStream {
    private final ServerCallStreamObserver<HostUpdate> observer;
    private final Runnable ended;

    WatchStream(ServerCallStreamObserver<HostUpdate> observer, Runnable ended) {
        this.observer = observer;
        this.ended = ended;
    }

    public boolean isOpen() {
        return !observer.isCancelled();
    }

    /** Whether the other side takes more without it being kept here. */
    public boolean isReady() {
        return observer.isReady();
    }

    /** Anything at all, as it is. */
    public synchronized void send(HostUpdate update) {
        if (isOpen()) {
            observer.onNext(update);
        }
    }

    public synchronized void end() {
        if (isOpen()) {
            observer.onCompleted();
        }
        ended.run();
    }
}
