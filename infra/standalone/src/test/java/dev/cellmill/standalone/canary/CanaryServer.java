package dev.cellmill.standalone.canary;

import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** A standalone as a process of its own, which tells where its servers are. */
final class CanaryServer {
    static final String ADDRESSES = "addresses";

    private CanaryServer() {}

    @Configuration(proxyBeanMethods = false)
    static class Addresses {
        @Bean
        ApplicationRunner tellAddresses(Environment environment) {
            return arguments -> tell(environment);
        }

        private static void tell(Environment environment) throws IOException {
            Path told = Path.of(System.getenv("CANARY_FOLDER")).resolve(ADDRESSES);
            Path written = Files.writeString(told.resolveSibling("addresses.new"), String.join("\n",
                    environment.getRequiredProperty("server.port"),
                    environment.getRequiredProperty("spring.kafka.bootstrap-servers"),
                    environment.getRequiredProperty("spring.datasource.url")));
            Files.move(written, told, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    public static void main(String... arguments) throws InterruptedException {
        Path folder = Path.of(System.getenv("CANARY_FOLDER"));
        StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0,
                folder.resolve("providers.yaml")), Addresses.class);
        Thread.currentThread().join();
    }
}
