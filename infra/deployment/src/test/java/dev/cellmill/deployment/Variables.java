package dev.cellmill.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Variables of containers, held against what reads them. */
final class Variables {
    /** Read by the program that prepares the database, not by a service. */
    private static final Set<String> OF_PREPARE = Set.of("CELLMILL_FIRST_KEY");
    private static final Set<String> OF_JAVA = Set.of("JDK_JAVA_OPTIONS");
    private static final String KAFKA_PREFIX = "SPRING_KAFKA_";
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|_KEY)$");
    /** A reference to another variable, or what compose puts in. */
    private static final Pattern REFERENCE = Pattern.compile("\\$+\\{[^}]*}");

    private Variables() {}

    /** Each is read by the service, whose variables nobody could misspell so. */
    static void assertKnown(Service service, Map<String, String> variables) {
        Set<String> unknown = new TreeSet<>(variables.keySet());
        unknown.removeAll(service.variables());
        unknown.removeAll(OF_PREPARE);
        unknown.removeAll(OF_JAVA);
        unknown.removeIf(name -> name.equals("SPRING_CONFIG_IMPORT") || name.startsWith(KAFKA_PREFIX));
        // or by another variable
        unknown.removeIf(name -> variables.values().stream().anyMatch(value -> value.contains("${" + name + "}")));
        assertThat(unknown).as("variables that %s does not read", service.folder).isEmpty();
    }

    /** Secrets come as files, or from a secret of the cluster. */
    static void assertNoSecret(String where, Map<String, String> variables) {
        assertThat(variables).allSatisfy((name, value) -> {
            if (SECRET.matcher(name).matches() && !name.endsWith("__FILE") && !name.endsWith("_FILE")) {
                assertThat(REFERENCE.matcher(value).replaceAll("")).as("%s of %s", name, where).isEmpty();
            }
            if (name.contains("JAAS")) {
                assertThat(value).as("%s of %s", name, where).containsPattern("password=\"\\$+\\{|=\"\\$\\{");
            }
        });
    }

    /** What Kafka's clients get of them, as Spring hands it on. */
    static Map<String, Object> kafkaClients(Map<String, String> variables) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().forEach(source -> environment.getPropertySources().remove(source.getName()));
        var given = new HashMap<String, Object>();
        variables.forEach((name, value) -> given.put(name, value.replace("$$", "$")));
        given.put("CELLMILL_KAFKA_PASSWORD", "of the secret");
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, given));
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment).bindOrCreate("spring.kafka", KafkaProperties.class).buildConsumerProperties();
    }

    static Duration duration(String text) {
        return DurationStyle.detectAndParse(text);
    }
}
