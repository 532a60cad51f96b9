package dev.cellmill.common.service;

/** Of settings. */
public final class Bounds {
    private Bounds() {}

    /** @throws IllegalArgumentException that names the key and what it may be */
    public static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s is %d to %d, not %d".formatted(key, least, most, value));
        }
    }
}
