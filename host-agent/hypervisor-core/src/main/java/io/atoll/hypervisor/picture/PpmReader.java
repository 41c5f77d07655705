package io.atoll.hypervisor.picture;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a raw PPM (P6) with 8 bits each for red, green and blue, as QEMU writes it: size first, then the pixels. */
public final class PpmReader {

    private static final int LARGEST_NUMBER = 1_000_000;
    private static final int BRIGHTEST = 255;

    private final InputStream in;
    private final int widthPixels;
    private final int heightPixels;

    private PpmReader(InputStream in) throws IOException {
        this.in = in;
        if (in.read() != 'P' || in.read() != '6' || !isSpace(in.read())) {
            throw new IOException("it does not begin like a PPM");
        }
        this.widthPixels = number();
        this.heightPixels = number();
        if (number() != BRIGHTEST) {
            throw new IOException("a PPM without 8 bits for each colour");
        }
    }

    /** Reads the size; the pixels are still to come from {@code in}, which stays the caller's to close. */
    public static PpmReader open(InputStream in) throws IOException {
        return new PpmReader(new BufferedInputStream(in));
    }

    public int widthPixels() {
        return widthPixels;
    }

    public int heightPixels() {
        return heightPixels;
    }

    /** Fills {@code row} with the next pixels. */
    public void next(byte[] row) throws IOException {
        if (in.readNBytes(row, 0, row.length) < row.length) {
            throw new EOFException("a PPM that ends before its last pixel");
        }
    }

    /** A number and the one blank after it. */
    private int number() throws IOException {
        var value = 0;
        var digits = 0;
        int c;
        while ((c = in.read()) >= '0' && c <= '9') {
            value = value * 10 + c - '0';
            digits++;
            if (value > LARGEST_NUMBER) {
                throw new IOException("a PPM with a number above " + LARGEST_NUMBER);
            }
        }
        if (digits == 0 || !isSpace(c)) {
            throw new IOException("a PPM with something else in place of a number");
        }
        return value;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n';
    }
}
