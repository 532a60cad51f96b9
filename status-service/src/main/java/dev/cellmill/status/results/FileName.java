package dev.cellmill.status.results;

/** A name that every file system takes: letters, digits, {@code . _ -}, and never empty. Pure. */
final class FileName {
    private static final int MAX_LENGTH = 80;

    private FileName() {}

    static String of(String name, ResultFormat format) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
        String cut = plain.substring(0,
                plain.offsetByCodePoints(0, Math.min(MAX_LENGTH, plain.codePointCount(0, plain.length()))));
        return (cut.isEmpty() ? "results" : cut) + "." + format.ending();
    }
}
