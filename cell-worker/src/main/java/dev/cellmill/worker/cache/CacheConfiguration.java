package dev.cellmill.worker.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    StoredAnswers storedAnswers(DSLContext database) {
        return new StoredAnswers(database);
    }

    @Bean
    StoreKeeper storeKeeper(StoredAnswers stored, ResponseCache responseCache, CacheSettings settings) {
        return new StoreKeeper(stored, responseCache, settings);
    }

    @Bean
    AnswerCache answerCache(ResponseCache responseCache, StoredAnswers stored, StoreKeeper keeper) {
        return new AnswerCache(responseCache, stored, keeper);
    }

    @Bean
    CacheMeters cacheMeters(ResponseCache responseCache, StoredAnswers stored) {
        return new CacheMeters(responseCache, stored);
    }

    @Bean
    ResponseCache responseCache(CacheSettings settings) {
        return new ResponseCache(settings, Ticker.systemTicker());
    }
}
