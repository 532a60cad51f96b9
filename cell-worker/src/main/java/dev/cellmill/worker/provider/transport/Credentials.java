package dev.cellmill.worker.provider.transport;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which of a provider's settings are taken out of its answers. What an error says may lose a word too many; an answer
 * may not: so what only might be a secret, as a header that names a version, stays in answers. Pure.
 */
public final class Credentials {
    private static final Pattern NAMED = Pattern.compile(
            "auth|key|token|secret|passw|credential|cookie|signature", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCHEME = Pattern.compile("^(bearer|basic|token|apikey) +", Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGIT = Pattern.compile("\\d");
    /** A shorter text may be a word, such as the "ollama" that servers without keys are given for one. */
    private static final int NO_WORD = 16;
    private static final int SHORTEST = 8;

    private Credentials() {}

    /**
     * The values that have a credential's name, or that a variable of the environment is in.
     *
     * @param values by the name of the header or variable; a scheme before a value, as {@code Bearer}, is none of it
     * @param variables what the environment put into the configuration
     */
    public static Set<String> among(Map<String, String> values, Collection<String> variables) {
        var secrets = new HashSet<String>();
        values.forEach((name, value) -> {
            variables.stream().filter(value::contains).forEach(secrets::add);
            if (NAMED.matcher(name).find()) {
                secrets.add(SCHEME.matcher(value).replaceFirst(""));
            }
        });
        secrets.removeIf(secret -> !isCertain(secret));
        return secrets;
    }

    private static boolean isCertain(String secret) {
        return secret.length() >= NO_WORD || secret.length() >= SHORTEST && DIGIT.matcher(secret).find();
    }
}
