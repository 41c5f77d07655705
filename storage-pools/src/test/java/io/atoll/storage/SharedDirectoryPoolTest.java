package io.atoll.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.seed.NoCloudSeed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDirectoryPoolTest {
    private static final PoolId POOL = PoolId.parse("0198c0de-0000-7000-8000-000000000001");
    private static final ImageId IMAGE = ImageId.parse("0198c0de-0000-7000-8000-000000000002");
    private static final VmId VM = VmId.parse("0198c0de-0000-7000-8000-000000000003");

    @TempDir
    Path directory;

    @Test
    void carriesAVmFromUploadToDeletion() {
        SharedDirectoryPool.createMarker(directory, POOL);
        var pool = SharedDirectoryPool.open(directory, POOL);
        assertThat(pool.report().reachable()).isTrue();
        var raw = new byte[1 << 20];
        new Random(1).nextBytes(raw);
        try (var upload =
                pool.images().receive(IMAGE, new ExpectedImage(ImageFormat.RAW, new Bytes(raw.length), null))) {
            upload.write(ByteBuffer.wrap(raw));
            assertThat(upload.finish().virtualSize()).isEqualTo(Bytes.ofMebibytes(1));
        }
        pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {});
        assertThat(pool.volumes()
                        .cloneLinked(VM, 0, IMAGE, Bytes.ofMebibytes(16))
                        .backingImage())
                .isEqualTo(IMAGE);
        assertThat(pool.volumes().cloneFull(VM, 1, IMAGE, Bytes.ofMebibytes(16)).backingImage())
                .isNull();
        pool.volumes().createBlank(VM, 2, Bytes.ofMebibytes(16));
        assertThat(pool.volumes().grow(VM, 2, Bytes.ofMebibytes(32)).virtualSize())
                .isEqualTo(Bytes.ofMebibytes(32));
        pool.vms().writeSeed(VM, new NoCloudSeed(VM.toString(), "db-1", "#cloud-config\n{}\n", "version: 2\n"));
        assertThat(pool.vms().delete(VM)).isTrue();
        assertThat(pool.vms().delete(VM)).isFalse();
        assertThat(pool.images().delete(IMAGE)).isTrue();
    }
}
