package dev.cellmill.worker.provider.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingFoldersTest {
    @TempDir
    Path temporary;

    @Test
    void theFoldersOfDeadWorkersGoAndThoseOfLivingOnesStay() throws IOException {
        Path left = Files.createDirectories(temporary.resolve("cellmill-command-1/cellmill-command-1.7/work"))
                .getParent()
                .getParent();
        Files.createFile(left.resolve("lock"));
        Path others = Files.createDirectory(temporary.resolve("other"));
        Path justMade = Files.createDirectory(temporary.resolve("cellmill-command-2"));
        try (var living = WorkingFolders.below(temporary); var next = WorkingFolders.below(temporary)) {
            assertThat(left).doesNotExist();
            assertThat(others).exists();
            assertThat(justMade).exists();
            assertThat(living.folder()).exists().isNotEqualTo(next.folder());
            assertThat(Files.getPosixFilePermissions(living.folder())).extracting(Enum::name)
                    .containsOnly("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
            assertThat(living.nextName()).isNotEqualTo(living.nextName()).isNotEqualTo(next.nextName());
        }
        try (var files = Files.list(temporary)) {
            assertThat(files).containsOnly(others, justMade);
        }
    }
}
