package dev.cellmill.worker;

import dev.cellmill.common.log.LogFormat;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The service as a process of its own, on port 8081. Not a component, so that a scan of this package passes it over. */
@EnableAutoConfiguration
@Import(CellWorkerModule.class)
public class CellWorkerApplication {

    public static void main(String... arguments) {
        start(arguments);
    }

    /** Returns when it takes part. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(CellWorkerApplication.class)
                .properties("spring.config.name=cellmill,cell-worker", LogFormat.PROPERTY)
                .run(arguments);
    }
}
