package dev.cellmill.deployment;

import static dev.cellmill.deployment.YamlFile.INFRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImagesTest {
    private static final Path FOLDER = INFRA.resolve("images");
    private static final Pattern MAIN = Pattern.compile("CMD \\[\"([\\w.]+)\"]");

    @ParameterizedTest
    @EnumSource
    void aTargetRunsItsServiceAtItsPort(Service service) throws IOException {
        String target = target(service.folder);
        assertThat(target).contains("ENV CELLMILL_PORT=%d\n".formatted(service.port()),
                "EXPOSE %d\n".formatted(service.port()), "title=\"cellmill/%s\"".formatted(service.folder));
        String main = MAIN.matcher(target).results().findFirst().orElseThrow().group(1);
        assertThat(main).startsWith(service.code + ".");
        assertThatCode(() -> Class.forName(main).getMethod("main", String[].class)).doesNotThrowAnyException();
    }

    /** In a shell's place as process 1, so that it is told to stop; our own jars last, so that a commit changes one layer. */
    @ParameterizedTest
    @EnumSource
    void javaIsTheFirstProcessAndOurJarsTheLastLayer(Service service) throws IOException {
        List<String> target = target(service.folder).lines().toList();
        assertThat(target).contains("ENTRYPOINT [\"java\", \"@/app/jvm.options\", \"@/app/classpath\"]");
        assertThat(target.stream().filter(line -> line.startsWith("COPY")))
                .containsExactly("COPY target/image/%s/lib/ /app/lib/".formatted(service.folder),
                        "COPY target/image/%s/app/ /app/".formatted(service.folder));
    }

    @Test
    void servicesAreNoRootAndTellTheirHealth() throws IOException {
        assertThat(target("service")).contains("USER 10001:10001\n", "CMD [\"/app/healthy\"]",
                "ENV JDK_JAVA_OPTIONS=\"-XX:MaxRAMPercentage=", "CELLMILL_ADDRESS=0.0.0.0");
        assertThat(Files.isExecutable(FOLDER.resolve("healthy"))).isTrue();
        assertThat(Files.readString(FOLDER.resolve(".dockerignore")).lines()).contains("*", "!target/image");
    }

    private static String target(String name) throws IOException {
        String all = Files.readString(FOLDER.resolve("Dockerfile"));
        int from = all.indexOf(" AS " + name + "\n");
        int to = all.indexOf("\nFROM ", from);
        return all.substring(from, to < 0 ? all.length() : to + 1);
    }
}
