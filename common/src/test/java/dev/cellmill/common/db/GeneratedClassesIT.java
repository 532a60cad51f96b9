package dev.cellmill.common.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.testkit.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed jOOQ classes are those of the migrations. After a change of the schema write them anew with
 * {@code mvn -pl common -am verify -Dit.test=GeneratedClassesIT -Dcellmill.jooq.write=true}.
 */
class GeneratedClassesIT {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String PACKAGE = "dev.cellmill.common.db.generated";

    @Test
    void areThoseOfTheMigrations(@TempDir Path folder) throws Exception {
        var database = Backends.newDatabase();
        Schema.migrate(database.dataSource());
        if (Boolean.getBoolean("cellmill.jooq.write")) {
            new ClassGeneration(database, PACKAGE).into(SOURCES);
        }

        new ClassGeneration(database, PACKAGE).into(folder);

        assertThat(content(SOURCES)).isEqualTo(content(folder));
    }

    private static Map<String, String> content(Path sources) throws IOException {
        Path root = sources.resolve(PACKAGE.replace('.', '/'));
        var content = new TreeMap<String, String>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }
}
