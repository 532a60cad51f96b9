package dev.cellmill.worker.engine;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.service.CommonModule;
import dev.cellmill.common.service.KeepsWallTime;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** A worker with the given providers; closing it stops it as a process is stopped. */
final class TestWorker implements AutoCloseable {
    private static final String PACKAGE = "dev.cellmill.worker.";

    private final ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan({PACKAGE + "run", PACKAGE + "lane", PACKAGE + "cache", PACKAGE + "budget", PACKAGE + "replay",
            PACKAGE + "announce",
            PACKAGE + "control"})
    @ConfigurationPropertiesScan({PACKAGE + "run", PACKAGE + "lane", PACKAGE + "cache", PACKAGE + "output"})
    @Import(CommonModule.class)
    static class Engine {}

    private record Registry(Collection<Provider> all) implements ProviderRegistry {
        @Override
        public Optional<Provider> find(String name) {
            return all.stream().filter(provider -> provider.profile().name().equals(name)).findFirst();
        }
    }

    TestWorker(TestDatabase database, List<? extends Provider> providers, String... settings) {
        var all = new ArrayList<>(List.of("spring.config.name=cellmill,cell-worker",
                "spring.kafka.bootstrap-servers=" + Backends.kafkaBootstrap(),
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(), "spring.datasource.password=" + database.password()));
        all.addAll(List.of(settings));
        context = new SpringApplicationBuilder(Engine.class)
                .web(WebApplicationType.NONE)
                .initializers(fresh -> {
                    var beans = (GenericApplicationContext) fresh;
                    beans.registerBean("providerRegistry", ProviderRegistry.class,
                            () -> new Registry(List.copyOf(providers)));
                    beans.registerBean("sharing", Sharing.class, () -> () -> false);
                })
                .run(all.stream().map(setting -> "--" + setting).toArray(String[]::new));
    }

    void setClockBack() {
        context.getBeansOfType(KeepsWallTime.class).values().forEach(KeepsWallTime::clockWasSetBack);
    }

    /** Of all lanes. */
    long finishedTasks() {
        return context.getBean(MeterRegistry.class).find("cellmill.task.age").timers().stream().mapToLong(Timer::count)
                .sum();
    }

    @Override
    public void close() {
        context.close();
    }
}
