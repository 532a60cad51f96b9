package dev.cellmill.common.service;

import dev.cellmill.common.db.RoleConfiguration;
import dev.cellmill.common.describe.DescriptionModule;
import dev.cellmill.common.edge.BoundedBodies;
import dev.cellmill.common.edge.EdgeModule;
import dev.cellmill.common.kafka.AdminConnection;
import dev.cellmill.common.kafka.KafkaClients;
import dev.cellmill.common.kafka.KafkaSettings;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.problem.ProblemAdvice;
import dev.cellmill.common.secret.SecretsModule;
import dev.cellmill.common.trace.TraceConfiguration;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/** The beans that every service has, once each where several services share a context. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaSettings.class)
@Import({RoleConfiguration.class, ProblemAdvice.class, BoundedBodies.class, DescriptionModule.class, EdgeModule.class,
        EncodedSlashes.class, SecretsModule.class, TraceConfiguration.class})
public class CommonModule {

    /** Before any bean is made. */
    @Bean
    static BeanFactoryPostProcessor knownSections(ConfigurableEnvironment environment) {
        return _ -> KnownSections.check(environment);
    }

    @Bean
    AdminConnection adminConnection(KafkaAdmin admin) {
        return new AdminConnection(() -> Admin.create(admin.getConfigurationProperties()));
    }

    @Bean
    KafkaClients kafkaClients(ObjectProvider<MessageListenerContainer> containers,
            ObjectProvider<ProducerFactory<?, ?>> producers) {
        return new KafkaClients(containers.stream().toList(), producers.stream().toList());
    }

    @Bean
    ClockWatch clockWatch(List<KeepsWallTime> keepers) {
        return new ClockWatch(System::currentTimeMillis, System::nanoTime, keepers);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The shared topics exist once this bean does. */
    @Bean
    TopicCreator topicCreator(KafkaAdmin admin, KafkaSettings settings) {
        var creator = new TopicCreator(admin, settings);
        creator.createShared();
        return creator;
    }
}
