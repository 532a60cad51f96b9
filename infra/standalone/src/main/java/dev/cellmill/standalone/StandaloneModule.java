package dev.cellmill.standalone;

import dev.cellmill.common.service.ShutdownPhase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** What the composed services need beside their own modules. */
@Configuration(proxyBeanMethods = false)
class StandaloneModule {
    /** Spring's own phases of the web server: it refuses new requests in the first, and closes in the second. */
    private static final int WEB_GRACEFUL = Integer.MAX_VALUE - 1024;

    /**
     * How long each part may take to stop, so that the whole takes under 10 s: calls in flight have 8 s, and a slow
     * reader of results does not use them up.
     */
    @Bean
    static DefaultLifecycleProcessor lifecycleProcessor() {
        var processor = new DefaultLifecycleProcessor();
        processor.setTimeoutPerShutdownPhase(500);
        processor.setTimeoutForShutdownPhase(WEB_GRACEFUL, 500);
        processor.setTimeoutForShutdownPhase(ShutdownPhase.WORKERS, 8_200);
        processor.setTimeoutForShutdownPhase(ShutdownPhase.FOLD, 1_000);
        return processor;
    }
}
