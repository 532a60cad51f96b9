package dev.cellmill.common.job;

import dev.cellmill.common.problem.DidYouMean;
import dev.cellmill.common.template.CellText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a job's webhook. Whether its address may be reached is decided at each connection, not here. */
final class WebhookReader {
    private static final int LONGEST_URL = 2_000;
    private static final int MAX_PORT = 65_535;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private WebhookReader() {}

    static @Nullable WebhookSpec webhook(Members job) {
        Members webhook = job.object("webhook");
        if (webhook == null) {
            return null;
        }
        String url = url(webhook);
        String secret = secret(webhook);
        Set<WebhookEvent> events = events(webhook);
        webhook.refuseOthers();
        return url == null ? null : new WebhookSpec(url, secret, events);
    }

    private static @Nullable String url(Members webhook) {
        if (!webhook.has("url")) {
            webhook.node("url");
            webhook.refuse("url", "A webhook needs a \"url\"; write the address that its events go to.");
            return null;
        }
        String url = webhook.text("url");
        if (url != null && !isAddress(url)) {
            webhook.refuse("url",
                    ("\"url\" is an absolute http or https address of at most %,d ASCII characters, with a"
                            + " host, without user, password or fragment, like https://example.com/hook.")
                            .formatted(LONGEST_URL));
            return null;
        }
        return url;
    }

    private static boolean isAddress(String url) {
        try {
            var address = new URI(url);
            return url.length() <= LONGEST_URL && url.chars().allMatch(c -> c > ' ' && c < 0x7f)
                    && address.getScheme() != null && SCHEMES.contains(address.getScheme().toLowerCase(Locale.ROOT))
                    && address.getHost() != null && address.getRawUserInfo() == null
                    && address.getRawFragment() == null && address.getPort() != 0 && address.getPort() <= MAX_PORT;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable String secret(Members webhook) {
        String secret = webhook.text("secret");
        if (secret != null && !WebhookSpec.isSecret(secret)) {
            webhook.refuse("secret",
                    ("\"secret\" is %s and the Base64 of %d to %d bytes; leave it out to have one made."
                            + " A redacted one cannot be given again.").formatted(WebhookSpec.SECRET_PREFIX,
                                    WebhookSpec.MIN_SECRET_BYTES, WebhookSpec.MAX_SECRET_BYTES));
            return null;
        }
        return secret;
    }

    private static Set<WebhookEvent> events(Members webhook) {
        JsonNode list = webhook.node("events");
        Set<WebhookEvent> all = EnumSet.allOf(WebhookEvent.class);
        if (list == null) {
            return all;
        }
        if (!list.isArray() || list.isEmpty()) {
            webhook.refuse("events", "\"events\" is a list of at least one event; leave it out for all of them.");
            return all;
        }
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        for (int i = 0; i < list.size(); i++) {
            WebhookEvent event = event(webhook, list.get(i), i);
            if (event != null) {
                events.add(event);
            }
        }
        return events.isEmpty() ? all : events;
    }

    private static @Nullable WebhookEvent event(Members webhook, JsonNode element, int place) {
        String name = CellText.of(element);
        WebhookEvent event = element.isString() ? WebhookEvent.BY_NAME.get(name) : null;
        if (event == null) {
            webhook.refuseAt(webhook.pointer("events") + "/" + place, "There is no such event.%s"
                    .formatted(DidYouMean.among(WebhookEvent.BY_NAME.keySet(), name)));
        }
        return event;
    }
}
