package dev.cellmill.jobapi.quota;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with a key below {@code cellmill.tenants} that means nothing: a misspelt limit would be none. Spring's own
 * refusal takes an empty value for an unknown key, and here it says that there is no limit.
 */
@Component
final class TenantKeys {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("cellmill.tenants");
    private static final Set<String> LIMITS = Stream.of(TenantLimits.class.getRecordComponents())
            .map(RecordComponent::getName).map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    TenantKeys(Environment environment) {
        var sources = new UnboundElementsSourceFilter();
        ConfigurationPropertySources.get(environment).forEach(source -> {
            // variables of the environment are not read by such names, but where the YAML asks for them
            if (sources.apply(source) && source instanceof IterableConfigurationPropertySource names) {
                names.filter(ROOT::isAncestorOf).stream().filter(name -> !isKnown(name)).findFirst().ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "%s is no setting; cellmill.tenants has \"each\" and, by tenant, \"of\", and those have open-jobs, open-cells, spend-per-day, files, file-bytes and open-batches"
                                    .formatted(name));
                });
            }
        });
    }

    /** An empty map is a key by itself. */
    private static boolean isKnown(ConfigurationPropertyName name) {
        int more = name.getNumberOfElements() - ROOT.getNumberOfElements();
        return switch (name.getElement(ROOT.getNumberOfElements(), Form.UNIFORM)) {
            case "each" -> more == 1 || more == 2 && isLimit(name);
            case "of" -> more <= 2 || more == 3 && isLimit(name);
            default -> false;
        };
    }

    private static boolean isLimit(ConfigurationPropertyName name) {
        return LIMITS.contains(name.getLastElement(Form.UNIFORM));
    }
}
