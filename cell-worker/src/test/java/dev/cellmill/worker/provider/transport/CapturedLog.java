package dev.cellmill.worker.provider.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

/** All that is logged while it is open by a service whose operator has put the root on TRACE. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final String LEVEL = "logging.level.";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, Level> before = new HashMap<>();
    /** Those of the console, which nobody reads through. */
    private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    CapturedLog() {
        setContext(context);
        start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.iteratorForAppenders().forEachRemaining(silenced::add);
        silenced.forEach(root::detachAppender);
        root.addAppender(this);
        set(root, Level.TRACE);
        configured().forEach((name, level) -> set(context.getLogger(name), Level.valueOf(level)));
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAppender(this);
        silenced.forEach(root::addAppender);
        before.forEach(Logger::setLevel);
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }

    private void set(Logger logger, Level level) {
        before.put(logger, logger.getLevel());
        logger.setLevel(level);
    }

    /** What the services' own configuration says, by logger. */
    private static Map<String, String> configured() {
        var levels = new HashMap<String, String>();
        try {
            for (var source : new YamlPropertySourceLoader().load("cellmill", new ClassPathResource("cellmill.yaml"))) {
                for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                    if (name.startsWith(LEVEL)) {
                        levels.put(name.substring(LEVEL.length()), String.valueOf(source.getProperty(name)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return levels;
    }
}
