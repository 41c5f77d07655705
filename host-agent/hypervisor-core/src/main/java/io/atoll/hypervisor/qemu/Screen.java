package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.ScreenPicture;
import io.atoll.hypervisor.picture.PictureTooLargeException;
import io.atoll.hypervisor.picture.PngHeader;
import io.atoll.hypervisor.picture.PngWriter;
import io.atoll.hypervisor.picture.PpmReader;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.model.VmId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pictures of one process's display, one at a time. QEMU writes a file in the VM's folder, which is gone when this returns; what
 * is in it is the word of a process that a guest may have taken over, so it is read with limits and no link is followed.
 */
final class Screen {

    private static final Logger LOG = LoggerFactory.getLogger(Screen.class);

    private final QemuRun run;
    private final VmFolder folder;

    Screen(QemuRun run, VmFolder folder) {
        this.run = run;
        this.folder = folder;
    }

    ScreenPicture take(VmId vm) {
        return take(vm, true);
    }

    /** As where QEMU was built without libpng, or is older than 7.1: the raw pixels, and the PNG made here. */
    ScreenPicture takeRaw(VmId vm) {
        return take(vm, false);
    }

    private synchronized ScreenPicture take(VmId vm, boolean mayBePng) {
        try {
            folder.removeScreenDump();
            if (mayBePng && writesPng()) {
                return png();
            }
            run.execute("screendump", target());
            return fromPpm();
        } catch (QmpException e) {
            throw QemuErrors.of(vm, "Taking a picture of", e);
        } catch (PictureTooLargeException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.DISPLAY_TOO_LARGE,
                    "The display of VM %s is too large for a picture: %s.".formatted(vm, e.getMessage()),
                    e,
                    "Choose a lower resolution in the guest, or look at its console.");
        } catch (IOException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "The picture of VM %s cannot be read: %s.".formatted(vm, e.getMessage()),
                    e,
                    "Check the free space of the agent's state directory, and the VM's own log.");
        } finally {
            tidyUp();
        }
    }

    private ObjectNode target() {
        return StrictJson.object().put("filename", folder.screenDump().toString());
    }

    /** False where this QEMU cannot. */
    private boolean writesPng() throws QmpException {
        try {
            run.execute("screendump", target().put("format", "png"));
            return true;
        } catch (QmpException e) {
            if (e.kind() != QmpException.Kind.REFUSED) {
                throw e;
            }
            LOG.debug("no PNG from this QEMU folder={} reason=\"{}\"", folder.path(), e.getMessage());
            return false;
        }
    }

    private ScreenPicture png() throws IOException, PictureTooLargeException {
        try (var in = open()) {
            var bytes = in.readNBytes(ScreenPicture.LARGEST_BYTES + 1);
            if (bytes.length > ScreenPicture.LARGEST_BYTES) {
                throw new PictureTooLargeException(
                        "as a picture it has more than %d bytes, the limit".formatted(ScreenPicture.LARGEST_BYTES));
            }
            var header = PngHeader.read(bytes);
            requireSmallEnough(header.widthPixels(), header.heightPixels());
            return new ScreenPicture(header.widthPixels(), header.heightPixels(), bytes);
        }
    }

    private ScreenPicture fromPpm() throws IOException, PictureTooLargeException {
        try (var in = open()) {
            var pixels = PpmReader.open(in);
            var width = pixels.widthPixels();
            var height = pixels.heightPixels();
            requireSmallEnough(width, height);
            var png = PngWriter.write(width, height, pixels::next, ScreenPicture.LARGEST_BYTES);
            return new ScreenPicture(width, height, png);
        }
    }

    private InputStream open() throws IOException {
        var file = folder.screenDump();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("QEMU wrote no file " + file);
        }
        return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static void requireSmallEnough(int width, int height) throws PictureTooLargeException {
        if (!ScreenPicture.isSmallEnough(width, height)) {
            throw new PictureTooLargeException(
                    "the guest has set it to %d x %d, the limit is %d on each side and %d pixels"
                            .formatted(width, height, ScreenPicture.LONGEST_SIDE_PIXELS, ScreenPicture.MOST_PIXELS));
        }
    }

    private void tidyUp() {
        try {
            folder.removeScreenDump();
        } catch (IOException e) {
            LOG.warn("a picture was not removed file={}", folder.screenDump(), e);
        }
    }
}
