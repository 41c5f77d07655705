package io.atoll.hypervisor.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
    private static final int LIMIT_BYTES = 1 << 20;

    private static byte[] ppm(String header, byte[] pixels) {
        var start = header.getBytes(StandardCharsets.US_ASCII);
        var all = Arrays.copyOf(start, start.length + pixels.length);
        System.arraycopy(pixels, 0, all, start.length, pixels.length);
        return all;
    }

    private static PpmReader read(byte[] bytes) throws IOException {
        return PpmReader.open(new ByteArrayInputStream(bytes));
    }

    @Test
    void rawPixelsBecomeThePngOfTheSamePixels() throws Exception {
        var random = new Random(7);
        for (var side : new int[] {1, 2, 3, 17, 211}) {
            var pixels = new byte[side * (side + 1) * 3];
            random.nextBytes(pixels);
            var ppm = read(ppm("P6\n%d %d\n255\n".formatted(side, side + 1), pixels));

            var png = PngWriter.write(ppm.widthPixels(), ppm.heightPixels(), ppm::next, LIMIT_BYTES);

            var image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
            assertThat(PngHeader.read(png)).isEqualTo(new PngHeader(side, side + 1));
            assertThat(image.getWidth()).isEqualTo(side);
            assertThat(image.getHeight()).isEqualTo(side + 1);
            for (var at = 0; at < side * (side + 1); at++) {
                var rgb =
                        (pixels[3 * at] & 0xff) << 16 | (pixels[3 * at + 1] & 0xff) << 8 | (pixels[3 * at + 2] & 0xff);
                assertThat(image.getRGB(at % side, at / side) & 0xffffff).isEqualTo(rgb);
            }
        }
    }

    @Test
    void aPictureStopsGrowingAtItsLimit() {
        var random = new Random(7);

        assertThatExceptionOfType(PictureTooLargeException.class)
                .isThrownBy(() -> PngWriter.write(4_000, 4_000, random::nextBytes, LIMIT_BYTES))
                .withMessageContaining("1048576");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P5\n1 1\n255\n",
                "P6",
                "P6\n-1 1\n255\n",
                "P6\n1000001 1\n255\n",
                "P6\n99999999999999999999 1\n255\n",
                "P6\n1 1\n65535\n",
                "P6\n1 \n255\n",
                "P6\n# a comment\n1 1\n255\n"
            })
    void whatIsNoPpmIsRefused(String text) {
        assertThatThrownBy(() -> read(ppm(text, new byte[3]))).isInstanceOf(IOException.class);
    }

    @Test
    void aPpmThatEndsTooSoonIsRefused() throws IOException {
        var ppm = read(ppm("P6\n2 1\n255\n", new byte[5]));
        assertThatThrownBy(() -> ppm.next(new byte[6])).isInstanceOf(EOFException.class);
    }

    @Test
    void whatIsNoWholePngIsRefused() throws Exception {
        var png = PngWriter.write(4, 4, row -> Arrays.fill(row, (byte) 9), LIMIT_BYTES);
        var cut = Arrays.copyOf(png, png.length - 1);
        var headless = png.clone();
        headless[12] = 'J';
        for (var broken :
                new byte[][] {cut, headless, new byte[0], new byte[100], "<svg>".getBytes(StandardCharsets.US_ASCII)}) {
            assertThatThrownBy(() -> PngHeader.read(broken)).isInstanceOf(IOException.class);
        }
    }
}
