package dev.cellmill.standalone.canary;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Secrets by name, found again however they are written: plain, in a URL, as hexadecimal or within Base64. */
final class Canaries {
    /** Of the Base64 of a secret that begins anywhere, what lies whole within it. */
    private static final int ALIGNMENTS = 3;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, Pattern> patterns = new LinkedHashMap<>();

    /** @return the secret */
    String add(String name, String secret) {
        secrets.put(name, secret);
        var forms = new TreeSet<String>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(secret);
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(HexFormat.of().formatHex(bytes));
        for (int before = 0; before < ALIGNMENTS; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 2));
        }
        patterns.put(name, Pattern.compile(String.join("|", forms.stream().map(Pattern::quote).toList())));
        return secret;
    }

    /** @return the names of those that stand in it, each with what is around it */
    List<String> in(String text) {
        var found = new ArrayList<String>();
        patterns.forEach((name, pattern) -> {
            var matcher = pattern.matcher(text);
            if (matcher.find()) {
                found.add(name + ": " + text.substring(Math.max(0, matcher.start() - 120),
                        Math.min(text.length(), matcher.end() + 40)));
            }
        });
        return found;
    }
}
