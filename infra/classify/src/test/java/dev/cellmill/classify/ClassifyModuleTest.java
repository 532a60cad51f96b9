package dev.cellmill.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.InvalidProviderSettings;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ClassifyModuleTest {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    @Test
    void onTheClassPathItIsThereWithoutAnyConfiguration() {
        new ApplicationContextRunner().withUserConfiguration(Application.class)
                .run(context -> assertThat(context.getBean(ClassifierFactory.class))
                        .extracting(ProviderFactory::kind, ProviderFactory::isBuiltIn)
                        .containsExactly("classify", true));
    }

    @Test
    void itTakesNoMoreCallsThanThereAreCoresAndHasALaneOfItsOwn() {
        ProviderProfile profile = profile(null);

        assertThat(profile.family()).isEqualTo(ProviderFamily.CLASSIFIER);
        assertThat(profile.limits().concurrency()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(profile.lane()).isEqualTo("classify");
        assertThat(profile.absence()).isNull();
    }

    @Test
    void settingsThatItHasNotAreRefused() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode().put("kind", "classify").put("modell", "other");

        assertThatThrownBy(() -> create(settings, null)).isInstanceOf(InvalidProviderSettings.class)
                .hasMessageContaining("modell");
    }

    @ParameterizedTest
    @CsvSource({"Linux,amd64", "Linux,aarch64", "Mac OS X,aarch64", "Windows 11,amd64"})
    void commonMachinesCanRunTheModel(String system, String processor) {
        assertThat(NativeLibrary.absence(system, processor)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"Linux,riscv64,linux-riscv64", "Mac OS X,x86_64,osx-x64", "SunOS,amd64,sunos-x64"})
    void onOthersTheProviderIsAnnouncedAsAbsent(String system, String processor, String named) {
        String absence = NativeLibrary.absence(system, processor);

        assertThat(absence).contains(named).contains("64-bit Linux");
        assertThat(profile(absence).absence()).isEqualTo(absence);
    }

    private static ProviderProfile profile(@Nullable String absence) {
        return create(NOTHING, absence);
    }

    private static ProviderProfile create(ObjectNode values, @Nullable String absence) {
        return new ClassifierFactory(absence)
                .create(new ProviderSettings("classify", values, "hash", null, Set.of(), false, null)).profile();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = {"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"})
    static class Application {}
}
