package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.ScreenPicture;
import io.atoll.hypervisor.picture.PictureTooLargeException;
import io.atoll.hypervisor.picture.PngWriter;
import java.io.IOException;
import java.util.Arrays;

/** What a simulated VM shows: a bright column that moves while the guest runs. */
final class SimScreen {

    private static final int WIDTH_PIXELS = 320;
    private static final int HEIGHT_PIXELS = 200;
    private static final int RGB_BYTES = 3;

    private SimScreen() {}

    static ScreenPicture of(SimMachine machine) {
        var column = (int) (machine.ranFor().toSeconds() % WIDTH_PIXELS);
        try {
            var png = PngWriter.write(
                    WIDTH_PIXELS,
                    HEIGHT_PIXELS,
                    row -> Arrays.fill(row, column * RGB_BYTES, (column + 1) * RGB_BYTES, (byte) 0xff),
                    ScreenPicture.LARGEST_BYTES);
            return new ScreenPicture(WIDTH_PIXELS, HEIGHT_PIXELS, png);
        } catch (IOException | PictureTooLargeException e) {
            throw new IllegalStateException("A small picture of made-up pixels cannot fail.", e);
        }
    }
}
