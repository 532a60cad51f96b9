package dev.cellmill.status.webhook;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.secret.Sealer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    @Bean
    WebhookClient webhookClient(WebhookSettings settings) {
        return new WebhookClient(new GuardedLookup(InetAddress::getAllByName, settings.allowPrivate()),
                settings.concurrency(), ATTEMPT);
    }

    @Bean
    WebhookSender webhookSender(JdbcClient sql, Sealer sealer, PlatformTransactionManager transactions,
            WebhookClient client,
            Clock clock, WebhookSettings settings, MeterRegistry meters, Sharing sharing) {
        return new WebhookSender(new WebhookMessages(sql, sealer, new TransactionTemplate(transactions)), client, clock,
                settings.concurrency(), new WebhookMeters(meters), sharing);
    }

    @Bean
    WebhookBacklog webhookBacklog(JdbcClient sql) {
        return new WebhookBacklog(sql);
    }
}
