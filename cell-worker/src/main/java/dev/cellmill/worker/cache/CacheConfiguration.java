package dev.cellmill.worker.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    ResponseCache responseCache(CacheSettings settings) {
        return new ResponseCache(settings, Ticker.systemTicker());
    }
}
