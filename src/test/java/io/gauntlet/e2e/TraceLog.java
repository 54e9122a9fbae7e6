package io.gauntlet.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Everything that is logged, some loggers at TRACE, kept away from the console of the tests. */
final class TraceLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Queue<String> records = new ConcurrentLinkedQueue<>();
    private final List<Logger> traced = new ArrayList<>();

    private TraceLog() {}

    static TraceLog of(List<String> names) {
        var log = new TraceLog();
        log.start();
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
        for (var name : names) {
            var logger = logger(name);
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(log);
            log.traced.add(logger);
        }
        return log;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var failure = event.getThrowableProxy();
        records.add(event.getLoggerName() + ": " + event.getFormattedMessage()
                + (failure == null ? "" : "\n" + ThrowableProxyUtil.asString(failure)));
    }

    /** Logger, message and stack trace of each event so far. */
    List<String> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
        for (var logger : traced) {
            logger.detachAppender(this);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }
}
