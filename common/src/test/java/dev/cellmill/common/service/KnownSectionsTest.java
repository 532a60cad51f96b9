package dev.cellmill.common.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class KnownSectionsTest {
    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void aSectionThatNoServiceHasIsRefusedByItsNameAndPlace() {
        set("cellmill.tennants.each.open-jobs", "cellmill.yaml");
        assertThatThrownBy(() -> KnownSections.check(environment))
                .hasMessageContainingAll("cellmill.tennants.each.open-jobs", "cellmill.yaml", "tenants");
    }

    @Test
    void sectionsOfAllServicesAndWhatIsNotOursAreLetBe() {
        KnownSections.ALL.forEach(section -> set("cellmill." + section + ".anything", section));
        set("cellmills.worth", "other");
        set("spring.kafka.bootstrap-servers", "springs");
        assertThatCode(() -> KnownSections.check(environment)).doesNotThrowAnyException();
    }

    @Test
    void theEnvironmentMayHoldWhatIsOthers() {
        environment.getSystemProperties().put("cellmill.nonsense.of.a.test", "1");
        try {
            assertThatCode(() -> KnownSections.check(environment)).doesNotThrowAnyException();
        } finally {
            environment.getSystemProperties().remove("cellmill.nonsense.of.a.test");
        }
    }

    private void set(String name, String source) {
        environment.getPropertySources().addLast(new MapPropertySource(source, Map.of(name, "1")));
    }
}
