package dev.cellmill.standalone;

import dev.cellmill.jobapi.schedule.LiveWorkers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The services in one context, pointed at the embedded servers. */
final class ComposedServices {
    private ComposedServices() {}

    /**
     * Returns when requests are answered.
     *
     * @param secretsKey the data folder's own, after those that the environment has
     */
    static ConfigurableApplicationContext start(StandaloneSettings settings, int port, EmbeddedServers servers,
            String secretsKey, Class<?>... more) {
        Class<?> composition = settings.workers() == 0 ? WithWorkerInside.class : WithWorkersBeside.class;
        return new SpringApplicationBuilder(composition)
                .sources(more)
                .properties("spring.config.name=cellmill,job-api,cell-worker,status-service,standalone")
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .initializers(context -> {
                    // everything up to the first bean needs no server, and runs while they start
                    context.addBeanFactoryPostProcessor(beans -> servers.await());
                    registerHealth((GenericApplicationContext) context, Math.max(1, settings.workers()));
                })
                .run(arguments(settings, port, servers, secretsKey));
    }

    /** Registered here because only the settings know how many workers there are. */
    private static void registerHealth(GenericApplicationContext context, int workers) {
        context.registerBean("workers", WorkersHealth.class,
                () -> new WorkersHealth(context.getBean(LiveWorkers.class), workers));
    }

    private static String[] arguments(StandaloneSettings settings, int port, EmbeddedServers servers,
            String secretsKey) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--data-folder.secrets-key=" + secretsKey,
                "--spring.datasource.url=" + servers.databaseUrl(),
                "--spring.datasource.password=" + servers.databasePassword(),
                "--spring.kafka.bootstrap-servers=" + servers.bootstrap()));
        if (settings.providers() != null) {
            arguments.add("--cellmill.providers.file=" + settings.providers());
        }
        return arguments.toArray(String[]::new);
    }
}
