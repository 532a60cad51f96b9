package dev.cellmill.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Wall clocks of processes that can be put forward and back, by libfaketime (Debian's package faketime), where it is
 * installed. Monotonic time goes on as it does.
 */
final class FakeClocks {
    private static final String LIBRARY = "faketime/libfaketime.so.1";

    private final Path folder;
    private final @Nullable Path library;

    FakeClocks(Path folder) {
        this.folder = folder;
        this.library = find().orElse(null);
    }

    /** Why no clock can be put; null if they can. */
    @Nullable
    String refusal() {
        return library == null ? "libfaketime is not installed (apt-get install faketime)" : null;
    }

    /** What a process needs in its environment. */
    Map<String, String> environment(String process) {
        if (library == null) {
            return Map.of();
        }
        set(process, Duration.ZERO);
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", file(process).toString(),
                "FAKETIME_CACHE_DURATION", "1", "DONT_FAKE_MONOTONIC", "1", "NO_FAKE_STAT", "1",
                // else what waits for a monotonic time does not wait at all
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Within a second or so. */
    void set(String process, Duration ahead) {
        try {
            Path next = Files.writeString(folder.resolve(process + ".clock.next"),
                    "%+d\n".formatted(ahead.toSeconds()));
            Files.move(next, file(process), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String process) {
        return folder.resolve(process + ".clock");
    }

    private static Optional<Path> find() {
        return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/local/lib", "/usr/lib64")
                .map(place -> Path.of(place, LIBRARY)).filter(Files::exists).findFirst();
    }
}
