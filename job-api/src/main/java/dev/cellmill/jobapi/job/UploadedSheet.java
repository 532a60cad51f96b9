package dev.cellmill.jobapi.job;

import dev.cellmill.jobapi.sheet.SheetBody;
import dev.cellmill.jobapi.sheet.SheetFormat;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a form says of the sheet in it: its media type if that is telling, else its file's name, else CSV.
 *
 * @param name for the sheet
 */
record UploadedSheet(String name, SheetFormat format, boolean gzip) {
    private static final int LONGEST_NAME = 200;

    static UploadedSheet of(@Nullable String mediaType, @Nullable String fileName) {
        String file = fileName == null
                ? ""
                : fileName.substring(Math.max(fileName.lastIndexOf('/'),
                        fileName.lastIndexOf('\\')) + 1);
        boolean gzip = file.toLowerCase(Locale.ROOT).endsWith(".gz");
        String plain = gzip ? file.substring(0, file.length() - ".gz".length()) : file;
        int dot = plain.lastIndexOf('.');
        String ending = dot < 0 ? "" : plain.substring(dot + 1).toLowerCase(Locale.ROOT);
        String stem = (dot < 1 ? plain : plain.substring(0, dot)).replaceAll("[\\p{Cntrl}\\p{Cs}]", "").strip();
        String name = stem.isEmpty() ? "sheet" : stem.substring(0, Math.min(stem.length(), LONGEST_NAME));
        return new UploadedSheet(name, format(mediaType == null ? "" : mediaType, ending), gzip);
    }

    SheetBody body(InputStream stream) {
        return new SheetBody(format, SheetBody.COMMA, gzip, stream);
    }

    private static SheetFormat format(String mediaType, String ending) {
        if (mediaType.startsWith("application/x-ndjson")) {
            return SheetFormat.NDJSON;
        }
        if (mediaType.startsWith("application/json")) {
            return SheetFormat.JSON;
        }
        return mediaType.startsWith("text/csv") ? SheetFormat.CSV : switch (ending) {
            case "ndjson", "jsonl" -> SheetFormat.NDJSON;
            case "json" -> SheetFormat.JSON;
            default -> SheetFormat.CSV;
        };
    }
}
