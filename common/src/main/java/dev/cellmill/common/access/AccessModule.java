package dev.cellmill.common.access;

import dev.cellmill.common.db.RoleConfiguration;
import java.net.InetAddress;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** The check of keys, once for all services of a context. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
@Import({RoleConfiguration.class, SessionController.class})
public class AccessModule {
    /** Of the filter: before all that might read of a request's body. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    Gate gate(JdbcClient sql, AccessSettings settings) {
        return new Gate(new KeyTable(sql), new RequestLimits(settings));
    }

    @Bean
    Sharing sharing(Gate gate) {
        return gate::isShared;
    }

    @Bean
    LoopbackWithoutKeys loopbackWithoutKeys(Gate gate, Environment environment) {
        return new LoopbackWithoutKeys(gate, environment.getProperty("server.address", InetAddress.class));
    }

    /**
     * Health, the description of the calls and pages stay open. What the filter needs is asked for late: it is made before
     * the database and the resolver.
     */
    @Bean
    FilterRegistrationBean<AccessFilter> accessFilter(ObjectProvider<Gate> gate,
            @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> problems) {
        var registration = new FilterRegistrationBean<>(new AccessFilter(gate::getObject, problems::getObject));
        registration.setOrder(ORDER);
        return registration;
    }
}
