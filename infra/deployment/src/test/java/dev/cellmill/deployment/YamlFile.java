package dev.cellmill.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Documents of YAML with anchors and merged maps, as compose and kubectl read them. */
final class YamlFile {
    static final Path INFRA = Path.of("..").toAbsolutePath().normalize();

    private YamlFile() {}

    /** Of a file below {@code infra}. */
    static List<Map<String, Object>> documents(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return documents(new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, Object>> documents(String text) {
        return documents(new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text));
    }

    static Map<String, Object> document(Path file) {
        List<Map<String, Object>> all = documents(file);
        if (all.size() != 1) {
            throw new IllegalArgumentException("%s has %d documents".formatted(file, all.size()));
        }
        return all.getFirst();
    }

    /** What stands at a path of names and numbers; null if nothing does. */
    @Nullable
    static Object at(@Nullable Object from, Object... path) {
        Object here = from;
        for (Object step : path) {
            here = switch (here) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list when step instanceof Integer index && index < list.size() -> list.get(index);
                case null, default -> null;
            };
        }
        return here;
    }

    static String text(@Nullable Object from, Object... path) {
        return Objects.toString(at(from, path), "");
    }

    static Map<String, Object> map(@Nullable Object from, Object... path) {
        return at(from, path) instanceof Map<?, ?> map ? named(map) : Map.of();
    }

    static List<Object> list(@Nullable Object from, Object... path) {
        return at(from, path) instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /** Every text in it, however deep. */
    static Stream<String> texts(@Nullable Object from) {
        return switch (from) {
            case Map<?, ?> map -> map.values().stream().flatMap(YamlFile::texts);
            case List<?> list -> list.stream().flatMap(YamlFile::texts);
            case null -> Stream.empty();
            default -> Stream.of(from.toString());
        };
    }

    private static List<Map<String, Object>> documents(Iterable<Object> loaded) {
        var all = new ArrayList<Map<String, Object>>();
        for (Object document : loaded) {
            if (document instanceof Map<?, ?> map) {
                all.add(named(map));
            }
        }
        return all;
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        var named = new LinkedHashMap<String, Object>();
        map.forEach((name, value) -> named.put(name.toString(), value));
        return named;
    }
}
