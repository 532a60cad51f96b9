package dev.cellmill.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A CSV of rows that are all different, so that no cell can share another's call. */
final class SyntheticSheet {
    private SyntheticSheet() {}

    /** A temporary file with columns {@code id,name,site}, to be deleted by the caller. */
    static Path write(int rows) throws IOException {
        Path file = Files.createTempFile("cellmill-bench", ".csv");
        long salt = System.nanoTime();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,name,site\n");
            for (int row = 0; row < rows; row++) {
                out.write(row + ",Person " + row + " of " + salt + ",https://www.example" + row + ".co.uk/about\n");
            }
        }
        return file;
    }
}
