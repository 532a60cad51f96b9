package dev.cellmill.worker.provider.command;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.worker.provider.SettingsReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys of kind {@code command}.
 *
 * @param command the program's file and its arguments
 * @param environment all that the program sees
 * @param isJson whether its output is JSON, else it is the value
 * @param maxOutput bytes of output that are kept
 * @param transientCodes exit codes that say that another attempt may succeed
 * @param memory bytes of data of each of its processes
 * @param processes that it may have at once
 * @param costPerCall USD
 */
record CommandSettings(
        List<String> command,
        Map<String, String> environment,
        boolean isJson,
        long maxOutput,
        Set<Integer> transientCodes,
        long memory,
        int processes,
        BigDecimal costPerCall) {
    /** Keys of {@code limits} that only this kind has. */
    static final Set<String> OWN_LIMITS = Set.of("memory", "processes");

    /** What is passed on of the worker's environment where nothing is said: nothing that may be a secret. */
    static final List<String> USUAL_VARIABLES = List.of(
            "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

    private static final long MEGA = 1024 * 1024;
    private static final long MAX_OUTPUT = 64 * MEGA;
    private static final long MEMORY = 1024 * MEGA;
    private static final int PROCESSES = 64;
    /** EX_TEMPFAIL of sysexits.h. */
    private static final String TEMPORARY_FAILURE = "75";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern EXIT_CODE = Pattern.compile("[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]");

    CommandSettings {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        transientCodes = Set.copyOf(transientCodes);
    }

    /**
     * @param folder of the provider file
     * @param worker the worker's environment
     */
    static CommandSettings read(SettingsReader reader, Path folder, Map<String, String> worker) {
        Map<String, String> environment = environment(reader, worker);
        SettingsReader limits = reader.object("limits");
        return new CommandSettings(
                new CommandLine(folder, environment).resolve(reader, "command"),
                environment,
                Integer.valueOf(1).equals(reader.choice("output", List.of("text", "json"))),
                requireNonNullElse(reader.bytes("maxOutput"), MAX_OUTPUT),
                transientCodes(reader),
                requireNonNullElse(limits.bytes("memory"), MEMORY),
                requireNonNullElse(limits.positiveInteger("processes"), PROCESSES),
                requireNonNullElse(reader.dollars("costPerCall"), BigDecimal.ZERO));
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "CommandSettings[" + command.getFirst() + "]";
    }

    private static Map<String, String> environment(SettingsReader reader, Map<String, String> worker) {
        var environment = new TreeMap<String, String>();
        for (String name : requireNonNullElse(reader.list("environment"), USUAL_VARIABLES)) {
            checkName(reader, "environment", name);
            String value = worker.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        SettingsReader variables = reader.object("variables");
        variables.texts().forEach((name, value) -> {
            checkName(variables, name, name);
            environment.put(name, value);
        });
        return environment;
    }

    private static void checkName(SettingsReader reader, String key, String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw reader.complaint(key, "holds names of variables, of letters, digits and _; " + name + " is none");
        }
    }

    private static Set<Integer> transientCodes(SettingsReader reader) {
        List<String> codes = requireNonNullElse(reader.list("transientCodes"), List.of(TEMPORARY_FAILURE));
        if (!codes.stream().allMatch(code -> EXIT_CODE.matcher(code).matches())) {
            throw reader.complaint("transientCodes", "is a list of exit codes from 1 to 255");
        }
        return codes.stream().map(Integer::valueOf).collect(Collectors.toSet());
    }
}
