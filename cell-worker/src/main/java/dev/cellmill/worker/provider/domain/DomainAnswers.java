package dev.cellmill.worker.provider.domain;

import com.google.common.net.InternetDomainName;
import dev.cellmill.worker.provider.local.LocalAnswers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registrable domain of a site by the public suffix list, its private section included: of
 * {@code www.acme.co.uk} it is {@code acme.co.uk}, of {@code acme.github.io} that itself. Names are lower-case and in
 * the ASCII form of IDNA. A host that has none (an IP address, {@code localhost}, a suffix alone) is not valid.
 */
final class DomainAnswers implements LocalAnswers {

    @Override
    public ObjectNode answer(Map<String, String> inputs) {
        String host = Host.of(inputs.getOrDefault("url", ""));
        if (host == null || !InternetDomainName.isValid(host)) {
            return object(null, null, null);
        }
        InternetDomainName name = InternetDomainName.from(host);
        if (!name.isUnderPublicSuffix()) {
            return object(null, null, null);
        }
        return object(name.toString(), name.topPrivateDomain().toString(), name.publicSuffix().toString());
    }

    private static ObjectNode object(@Nullable String host, @Nullable String domain, @Nullable String suffix) {
        return JsonNodeFactory.instance.objectNode()
                .put("host", host)
                .put("domain", domain)
                .put("suffix", suffix)
                .put("valid", host != null);
    }
}
