package dev.cellmill.jobapi.sheet;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A body decompressed, counted, hashed, and ended with a problem where it is larger than allowed. Not thread-safe. */
final class MeasuredBody extends InputStream {
    /** Small: what is read ahead counts as if it were used. */
    private static final int INFLATE_BUFFER = 1 << 10;
    /** Small bodies of one repeated value compress extremely well and harm nobody; of more, a byte may be a row. */
    private static final long RATIO_FROM = 256L << 10;

    private final InputStream body;
    private final Counted raw;
    private final boolean gzip;
    private final SheetSettings limits;
    private final MessageDigest sha256;
    private long count;

    MeasuredBody(SheetBody sheet, SheetSettings limits) throws IOException {
        raw = new Counted(sheet.stream());
        gzip = sheet.gzip();
        body = gzip ? inflate(raw) : raw;
        this.limits = limits;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static InputStream inflate(InputStream raw) throws IOException {
        try {
            return new GZIPInputStream(raw, INFLATE_BUFFER);
        } catch (ZipException | EOFException e) {
            throw damaged();
        }
    }

    /** Bytes read so far, decompressed. */
    long count() {
        return count;
    }

    /** Of the bytes read so far, decompressed. Ends the reading. */
    byte[] sha256() {
        return sha256.digest();
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int read;
        try {
            read = body.read(target, from, length);
        } catch (ZipException e) {
            throw damaged();
        } catch (EOFException e) {
            if (gzip) {
                throw damaged();
            }
            throw e;
        }
        if (read > 0) {
            count += read;
            sha256.update(target, from, read);
            check();
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    private void check() {
        if (count > limits.maxBody().toBytes()) {
            throw SheetProblems
                    .tooLarge("The body holds more than %,d bytes; split the sheet or append its rows in parts."
                            .formatted(limits.maxBody().toBytes()));
        }
        if (gzip && count > RATIO_FROM && count / limits.maxRatio() > raw.count) {
            throw SheetProblems.tooLarge(
                    "The body is compressed more than %d to 1; send it uncompressed.".formatted(limits.maxRatio()));
        }
    }

    private static RuntimeException damaged() {
        return SheetProblems.malformed("The body is no whole gzip stream; compress the file again and send all of it.");
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
