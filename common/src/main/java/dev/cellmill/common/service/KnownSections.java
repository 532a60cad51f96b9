package dev.cellmill.common.service;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses settings of a section below {@code cellmill} that no service has; within a section its own class refuses what it
 * does not know. The sections of all services are known to each, since they may share a file. Variables of the environment
 * and the virtual machine's properties may be anybody's.
 */
final class KnownSections {
    static final Set<String> ALL = Set.of("access", "audit", "batches", "cache", "database", "edge", "files", "fold",
            "forms",
            "kafka", "keys",
            "lanes", "live", "output", "providers", "run", "schedule", "secrets", "sheets", "tenants", "webhooks");

    private static final String OURS = "cellmill";
    private static final Set<String> OTHERS = Set.of(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private KnownSections() {}

    /** @throws UnknownSetting naming the first */
    static void check(ConfigurableEnvironment environment) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named && !OTHERS.contains(source.getName())) {
                for (String name : named.getPropertyNames()) {
                    check(name, source.getName());
                }
            }
        }
    }

    private static void check(String name, String source) {
        ConfigurationPropertyName path = ConfigurationPropertyName.adapt(name, '.');
        if (path.getNumberOfElements() > 1 && path.getElement(0, ConfigurationPropertyName.Form.UNIFORM).equals(OURS)
                && !ALL.contains(path.getElement(1, ConfigurationPropertyName.Form.UNIFORM))) {
            throw new UnknownSetting("%s (in %s) is no setting of Cellmill; what is there below cellmill: %s"
                    .formatted(name, source, String.join(", ", new TreeSet<>(ALL))));
        }
    }
}
