package dev.cellmill.status.webhook;

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
    WebhookSender webhookSender(JdbcClient sql, PlatformTransactionManager transactions, WebhookClient client,
            Clock clock, WebhookSettings settings) {
        return new WebhookSender(new WebhookMessages(sql, new TransactionTemplate(transactions)), client, clock,
                settings.concurrency());
    }
}
