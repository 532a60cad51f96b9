package dev.cellmill.worker.provider.http;

import dev.cellmill.common.template.InvalidTemplate;
import dev.cellmill.common.template.Template;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL template whose scheme, host and port are the operator's and stay so whatever a row holds: values go in
 * percent-encoded, none may be a step up or along in the path, and the rendered URL is compared once more.
 */
final class FixedHostUrl {
    private static final Pattern ORIGIN = Pattern.compile("(https?://[^/?#{}@\\s]+)(?:[/?#].*)?", Pattern.DOTALL);
    private static final Pattern DOT_SEGMENT = Pattern.compile("(^|/)(\\.|%2[eE]){1,2}(/|$)");

    private final Template template;
    private final URI origin;

    /** @throws IllegalArgumentException saying what is wrong with it */
    FixedHostUrl(String source) {
        Matcher matcher = ORIGIN.matcher(source);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "begins with http:// or https:// and a host that is written out, without user and template");
        }
        this.origin = URI.create(matcher.group(1));
        try {
            this.template = Template.ofUrl(source);
        } catch (InvalidTemplate e) {
            throw new IllegalArgumentException("is no template: " + e.getMessage(), e);
        }
        if (origin.getHost() == null || render(sample()).isEmpty()) {
            throw new IllegalArgumentException(
                    "is no URL once its values are put in; percent-encode what is special in it");
        }
    }

    Set<String> references() {
        return template.references();
    }

    /** Empty if the values make it another place than the operator's, or no URL. */
    Optional<URI> render(Map<String, String> values) {
        try {
            URI uri = URI.create(template.render(values));
            boolean isSamePlace = Objects.equals(origin.getScheme(), uri.getScheme())
                    && Objects.equals(origin.getHost(), uri.getHost())
                    && origin.getPort() == uri.getPort()
                    && uri.getRawUserInfo() == null;
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            return isSamePlace && !DOT_SEGMENT.matcher(path).find() ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Map<String, String> sample() {
        var values = new HashMap<String, String>();
        template.references().forEach(name -> values.put(name, "x"));
        return values;
    }
}
