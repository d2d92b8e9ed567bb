package dev.dialtone.daemon;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The log of a daemon: warnings and worse unless more is asked for, a line each, on standard error (where systemd's
/// journal reads).
final class ErrorLog extends Formatter {
    private static final Lasting OURS = new Lasting("dev.dialtone");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    private ErrorLog() {}

    /// How it is written.
    ///
    /// @param json an object a line ([JsonLog])
    /// @param all  what our own classes say for information and debugging too
    record Form(boolean json, boolean all) {
        static final Form STANDARD = new Form(false, false);
    }

    static void install(Form form) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(console(form));
        root.setLevel(Level.WARNING);
        OURS.install(console(form), form.all() ? Level.FINE : Level.WARNING);
        // no other is known by this name: only here it is asked for
        LogManager.getLogManager().addLogger(OURS);
    }

    private static Handler console(Form form) {
        Handler console = new ConsoleHandler();
        console.setFormatter(form.json() ? new JsonLog() : new ErrorLog());
        console.setLevel(Level.ALL);
        return console;
    }

    // The LogManager takes handlers and levels away when the JVM begins to end. That is when connections are ended,
    // and what they came to is to be logged.
    /// A logger that keeps what it was given.
    private static final class Lasting extends Logger {
        private boolean given;

        Lasting(String name) {
            super(name, null);
        }

        synchronized void install(Handler handler, Level level) {
            given = false;
            for (Handler old : getHandlers()) {
                removeHandler(old);
            }
            addHandler(handler);
            setLevel(level);
            setUseParentHandlers(false);
            given = true;
        }

        @Override
        public synchronized void removeHandler(Handler handler) {
            if (!given) {
                super.removeHandler(handler);
            }
        }

        @Override
        public synchronized void setLevel(@Nullable Level level) {
            if (!given) {
                super.setLevel(level);
            }
        }
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(128)
                .append(record.getLevel())
                .append(' ')
                .append(record.getLoggerName())
                .append(' ')
                // SECURITY: words of others make no lines of their own
                .append(CONTROLS.matcher(formatMessage(record)).replaceAll(" "))
                .append('\n');
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }
}
