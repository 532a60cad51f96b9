package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whence the words of a command are: a program with a slash in its name lies where that says, seen from the folder of the
 * provider file, one without is looked for in PATH. A further word that names a file of that folder becomes its path, for
 * the program runs in a folder of its own.
 */
record CommandLine(Path folder, Map<String, String> environment) {

    /** @throws dev.cellmill.worker.provider.InvalidProviderSettings if there is no such program */
    List<String> resolve(SettingsReader reader, String key) {
        List<String> words = reader.list(key);
        if (words == null || words.isEmpty() || words.getFirst().isBlank()) {
            throw reader.complaint(key, "is missing; give it a list of the program and its arguments, such as"
                    + " [python3, score.py]");
        }
        if (words.stream().anyMatch(word -> word.indexOf(0) >= 0)) {
            throw reader.complaint(key, "holds a NUL, which no argument can");
        }
        if (words.stream().anyMatch(reader::isUnresolved)) {
            return words;
        }
        var line = new ArrayList<String>();
        line.add(program(reader, key, words.getFirst()).toString());
        words.stream().skip(1).map(this::argument).forEach(line::add);
        return List.copyOf(line);
    }

    private Path program(SettingsReader reader, String key, String name) {
        if (!name.contains("/")) {
            return Launcher.inPath(name, environment.get("PATH")).orElseThrow(() -> reader.complaint(key,
                    "names the program %s, which is not in PATH; install it, or write ./%s for one beside the provider file"
                            .formatted(name, name)));
        }
        Path file = folder.resolve(name).normalize();
        if (!Files.isRegularFile(file)) {
            throw reader.complaint(key, "names the program %s, and there is no such file; paths are relative to %s"
                    .formatted(file, folder));
        }
        if (!Files.isExecutable(file)) {
            throw reader.complaint(key, "names the program %s, which may not be executed; run chmod +x on it"
                    .formatted(file));
        }
        return file;
    }

    private String argument(String word) {
        if (word.isEmpty() || word.startsWith("-")) {
            return word;
        }
        Path file = folder.resolve(word);
        return Files.isRegularFile(file) ? file.toString() : word;
    }
}
