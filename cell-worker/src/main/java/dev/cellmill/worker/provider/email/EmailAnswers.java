package dev.cellmill.worker.provider.email;

import dev.cellmill.worker.provider.local.LocalAnswers;
import java.net.IDN;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.validator.routines.EmailValidator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An address, normalised: trimmed, without {@code mailto:}, its domain lower-case and in the ASCII form of IDNA, its
 * local part as it is, since only its mail server knows whether case matters there.
 */
final class EmailAnswers implements LocalAnswers {
    /** RFC 5321: a path is at most 256 octets, two of them brackets. */
    private static final int MAX_LENGTH = 254;

    private static final String MAILTO = "mailto:";

    private final EmailValidator validator = EmailValidator.getInstance();

    @Override
    public ObjectNode answer(Map<String, String> inputs) {
        String text = withoutMailto(inputs.getOrDefault("email", "").strip());
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > MAX_LENGTH) {
            return object(null, null, null, null);
        }
        String local = text.substring(0, at);
        String domain = asciiDomain(text.substring(at + 1));
        String address = local + "@" + domain;
        if (domain == null || !validator.isValid(address)) {
            return object(null, null, null, null);
        }
        return object(address, local, domain, RoleAccounts.contains(local));
    }

    private static String withoutMailto(String text) {
        return text.regionMatches(true, 0, MAILTO, 0, MAILTO.length()) ? text.substring(MAILTO.length()) : text;
    }

    private static @Nullable String asciiDomain(String domain) {
        try {
            return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ObjectNode object(
            @Nullable String address,
            @Nullable String local,
            @Nullable String domain,
            @Nullable Boolean role) {
        return JsonNodeFactory.instance.objectNode()
                .put("address", address)
                .put("local", local)
                .put("domain", domain)
                .put("role", role)
                .put("valid", address != null);
    }
}
