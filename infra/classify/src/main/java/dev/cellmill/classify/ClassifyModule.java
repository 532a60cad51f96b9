package dev.cellmill.classify;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Puts the kind {@code classify} beside the worker's own, wherever this module is on the class path. */
@AutoConfiguration
public class ClassifyModule {

    @Bean
    ClassifierFactory classifierFactory() {
        return new ClassifierFactory(
                NativeLibrary.absence(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
}
