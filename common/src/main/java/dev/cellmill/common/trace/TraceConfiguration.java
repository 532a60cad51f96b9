package dev.cellmill.common.trace;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What follows cells, where that is wanted. */
@Configuration(proxyBeanMethods = false)
public class TraceConfiguration {

    /** A tracer that is switched off would still make spans, of every request, and only drop them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "management.tracing.export.enabled", havingValue = false)
    static class TracesAreOff {

        @Bean
        Tracer noTracer() {
            return Tracer.NOOP;
        }

        @Bean
        Propagator noPropagator() {
            return Propagator.NOOP;
        }
    }

    @Bean
    Traces traces(Environment environment, ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        boolean on = environment.getProperty("management.tracing.export.enabled", Boolean.class, false);
        Tracer found = tracer.getIfAvailable();
        Propagator carries = propagator.getIfAvailable();
        return on && found != null && carries != null ? Traces.of(found, carries) : Traces.OFF;
    }
}
