package io.atoll.agent.server;

import com.google.protobuf.ByteString;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.v1.ConsoleFrame;
import io.atoll.agent.v1.ConsoleOpen;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.model.VmId;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves Console: carries bytes between the caller and the VM's socket, neither side faster than the other takes them. */
final class ConsoleCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleCalls.class);
    private static final int CONSOLE_LIMIT = 256;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Hypervisor hypervisor;
    private final Executor executor;
    private final Semaphore places = new Semaphore(CONSOLE_LIMIT);

    ConsoleCalls(Hypervisor hypervisor, Executor executor) {
        this.hypervisor = hypervisor;
        this.executor = executor;
    }

    StreamObserver<ConsoleFrame> open(ServerCallStreamObserver<ConsoleFrame> caller) {
        return new Console(caller);
    }

    private Path socket(ConsoleOpen open) {
        var violations = new Violations();
        var vm = violations.read("vm_id", () -> VmId.parse(open.getVmId()));
        violations.require(
                open.getKind().equals("vnc") || open.getKind().equals("serial"),
                "kind",
                "only \"vnc\" and \"serial\" are possible");
        violations.throwIfAny();
        var id = Violations.sound(vm);
        return open.getKind().equals("vnc") ? hypervisor.vncSocket(id) : hypervisor.serialSocket(id);
    }

    private SocketChannel connect(ConsoleOpen open) {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket(open)));
        } catch (IOException e) {
            throw new RefusedException(
                    RefusalCode.VM_WRONG_STATE,
                    "The %s console of VM %s does not answer.".formatted(open.getKind(), open.getVmId()),
                    e,
                    "It can be opened while the VM runs.");
        }
    }

    /** One console; gRPC calls one method at a time, reading from the VM goes on beside it. */
    private final class Console implements StreamObserver<ConsoleFrame> {
        private final ServerCallStreamObserver<ConsoleFrame> caller;
        private final Outbound<ConsoleFrame> outbound;
        private volatile @Nullable SocketChannel channel;
        private boolean ended;

        Console(ServerCallStreamObserver<ConsoleFrame> caller) {
            this.caller = caller;
            this.outbound = new Outbound<>(caller);
        }

        @Override
        public void onNext(ConsoleFrame frame) {
            try {
                var open = channel;
                switch (frame.getFrameCase()) {
                    case OPEN -> begin(frame.getOpen());
                    case DATA -> {
                        if (open == null) {
                            throw Refusals.status(
                                    RefusalCode.VALIDATION_FAILED, "The first frame must name the VM and the kind.");
                        }
                        write(open, frame.getData().asReadOnlyByteBuffer());
                    }
                    case FRAME_NOT_SET -> {}
                }
            } catch (IOException e) {
                end(null);
            } catch (RuntimeException e) {
                end(e);
            }
        }

        private void begin(ConsoleOpen open) {
            if (channel != null) {
                throw Refusals.status(RefusalCode.VALIDATION_FAILED, "A console is opened once.");
            }
            if (!places.tryAcquire()) {
                throw Refusals.status(
                        RefusalCode.HOST_BUSY,
                        "%d consoles are open on this host, its limit.".formatted(CONSOLE_LIMIT));
            }
            SocketChannel connected;
            try {
                connected = connect(open);
            } catch (RuntimeException e) {
                places.release();
                throw e;
            }
            channel = connected;
            LOG.info("Console opened vm={} kind={}", open.getVmId(), open.getKind());
            executor.execute(() -> {
                try {
                    carryOut(connected);
                } finally {
                    places.release();
                    LOG.info("Console closed vm={} kind={}", open.getVmId(), open.getKind());
                }
            });
        }

        private void carryOut(SocketChannel from) {
            var buffer = ByteBuffer.allocate(BUFFER_BYTES);
            try (from) {
                while (outbound.awaitReady() && from.read(buffer.clear()) >= 0) {
                    var data = ByteString.copyFrom(buffer.flip());
                    outbound.send(ConsoleFrame.newBuilder().setData(data).build());
                }
                end(null);
            } catch (IOException e) {
                end(null); // the VM has ended, or the caller
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end(null);
            }
        }

        private static void write(SocketChannel to, ByteBuffer data) throws IOException {
            while (data.hasRemaining()) {
                to.write(data);
            }
        }

        @Override
        public void onError(Throwable gone) {
            end(null);
        }

        @Override
        public void onCompleted() {
            end(null);
        }

        private synchronized void end(@Nullable RuntimeException failure) {
            if (ended) {
                return;
            }
            ended = true;
            closeChannel();
            if (caller.isCancelled()) {
                return;
            }
            if (failure == null) {
                caller.onCompleted();
            } else {
                caller.onError(failure instanceof io.grpc.StatusRuntimeException ? failure : Refusals.status(failure));
            }
        }

        private void closeChannel() {
            var open = channel;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    LOG.debug("A console's socket did not close", e);
                }
            }
        }
    }
}
