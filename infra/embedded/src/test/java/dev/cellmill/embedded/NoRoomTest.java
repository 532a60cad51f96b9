package dev.cellmill.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoRoomTest {
    @Test
    void namesTheFolderAndWhatItNeeds(@TempDir Path folder) throws Exception {
        long more = 2 * Files.getFileStore(folder).getTotalSpace();
        assertThatThrownBy(() -> NoRoom.refuse(folder, more)).isInstanceOf(NoRoom.class)
                .hasMessageContaining(folder.toString()).hasMessageContaining("make room");
    }

    @Test
    void aDiskWithRoomIsTaken(@TempDir Path folder) {
        assertThatCode(() -> NoRoom.refuse(folder, 1)).doesNotThrowAnyException();
    }
}
