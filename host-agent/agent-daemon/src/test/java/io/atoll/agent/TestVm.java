package io.atoll.agent;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.AttachPool;
import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.ImageChunk;
import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.ImageWritten;
import io.atoll.agent.v1.ImportImage;
import io.atoll.agent.v1.NicSpec;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.StartVm;
import io.atoll.agent.v1.VmSpec;
import io.atoll.model.VmId;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** A pool with the smallest image in it, and VMs made from that, all through the agent's own calls. */
final class TestVm {
    final String pool = UUID.randomUUID().toString();
    final String image = UUID.randomUUID().toString();
    private final Path poolPath;

    TestVm(Path poolPath) {
        this.poolPath = poolPath;
    }

    /** Makes the pool and the image through this host. */
    void provision(TestHost host) throws Exception {
        attach(host, true);
        writeImage(host, image, BootSector.rawDisk(), "raw");
        succeeded(host.run(request -> request.setImportImage(
                ImportImage.newBuilder().setPoolId(pool).setImageId(image).setFormat("raw"))));
    }

    void attach(TestHost host, boolean createMarker) {
        succeeded(host.run(request -> request.setAttachPool(AttachPool.newBuilder()
                .setPoolId(pool)
                .setName("pool")
                .setType("shared-directory")
                .setPath(poolPath.toString())
                .setCreateMarker(createMarker))));
    }

    ImageWritten writeImage(TestHost host, String imageId, byte[] content, String format) throws Exception {
        var answer = new CompletableFuture<ImageWritten>();
        var upload = host.streams().writeImage(new StreamObserver<>() {
            @Override
            public void onNext(ImageWritten value) {
                answer.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        });
        upload.onNext(ImageChunk.newBuilder()
                .setHeader(ImageHeader.newBuilder()
                        .setOperationId(UUID.randomUUID().toString())
                        .setLeaderEpoch(1)
                        .setPoolId(pool)
                        .setImageId(imageId)
                        .setFormat(format)
                        .setSizeBytes(content.length))
                .build());
        for (var at = 0; at < content.length; at += 256 * 1024) {
            var length = Math.min(256 * 1024, content.length - at);
            upload.onNext(ImageChunk.newBuilder()
                    .setData(ByteString.copyFrom(content, at, length))
                    .build());
        }
        upload.onCompleted();
        return answer.get(60, TimeUnit.SECONDS);
    }

    /** The spec of a new VM whose disk exists now. */
    VmSpec.Builder newVm(TestHost host) {
        var vm = UUID.randomUUID().toString();
        succeeded(host.run(request -> request.setCreateVolume(CreateVolume.newBuilder()
                .setPoolId(pool)
                .setVmId(vm)
                .setSizeBytes(BootSector.DISK_BYTES)
                .setImageId(image))));
        return spec(vm);
    }

    VmSpec.Builder spec(String vm) {
        return VmSpec.newBuilder()
                .setVmId(vm)
                .setName("vm-under-test")
                .setVcpuCount(1)
                .setMemoryMib(32)
                .setFirmware("bios")
                .setCpuModel("qemu64")
                .setPoolId(pool)
                .addDisks(DiskSpec.newBuilder()
                        .setPoolId(pool)
                        .setSizeBytes(BootSector.DISK_BYTES)
                        .setFormat("qcow2")
                        .setBus("virtio")
                        .setCache("none"));
    }

    static NicSpec.Builder nic(String network, String mac) {
        return NicSpec.newBuilder()
                .setNetworkId(network)
                .setMac(mac)
                .setAntiSpoofing(true)
                .setModel("virtio");
    }

    static VmId id(VmSpec.Builder spec) {
        return VmId.parse(spec.getVmId());
    }

    static StartVm start(VmSpec.Builder spec, long epoch) {
        return StartVm.newBuilder().setSpec(spec).setEpoch(epoch).build();
    }

    static OperationEvent succeeded(OperationEvent event) {
        Assertions.assertThat(event.hasDone()).as(event.toString()).isTrue();
        return event;
    }

    static OperationEvent failed(OperationEvent event, String code) {
        Assertions.assertThat(event.getFailed().getCode()).as(event.toString()).isEqualTo(code);
        return event;
    }
}
