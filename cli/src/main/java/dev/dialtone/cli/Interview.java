package dev.dialtone.cli;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// What a dial asks of whoever sits there: answers to its prompts, and the word to go on at each gate. It reads on a
/// thread of its own, so that neither Ctrl-C nor an answer from elsewhere waits for a key.
final class Interview implements AutoCloseable {
    private final Shell shell;
    private final Screen screen;
    private final boolean gated;
    private final CompletableFuture<Connection> dialled;
    private final ThreadPoolExecutor reader = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            // a read from a terminal cannot be interrupted: it must not keep the process
            Thread.ofPlatform().daemon().name("interview").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private volatile long latest;
    private volatile long asked;
    private long overtaken;
    private long acknowledged;
    private boolean inputEnded;

    /// @param gated whether each state waits for the word to go on
    Interview(Shell shell, boolean gated, CompletableFuture<Connection> dialled) {
        this.shell = shell;
        this.screen = shell.screen();
        this.gated = gated;
        this.dialled = dialled;
    }

    /// Takes the next notification, from the observer's thread, and returns at once.
    void take(Notification n) {
        long open = asked;
        latest = n.seq();
        if (open != 0) {
            overtake(open, n);
        }
        if (n.isPaused() || (gated && !n.isConnected() && !n.isLast())) {
            reader.execute(() -> handle(n));
        }
    }

    private void overtake(long open, Notification n) {
        if (overtaken != open && n.error() == 0 && n.state() != ConnectionState.DISCONNECTED) {
            screen.error("dialtone: somebody else answered first");
        }
        overtaken = open;
        if (n.isPaused()) {
            screen.error("dialtone: press Enter, then comes the next question");
        }
    }

    private void handle(Notification n) {
        Connection connection = dialled.join();
        if (gated) {
            pass(connection, n);
        }
        Prompt prompt = n.prompt();
        if (n.isPaused() && prompt != null && latest == n.seq()) {
            ask(connection, n, prompt);
        }
    }

    private void pass(Connection connection, Notification n) {
        if (n.seq() <= acknowledged) {
            return;
        }
        if (n.state().group() == ConnectionState.Group.RUNNING && n.error() == 0 && !inputEnded) {
            inputEnded = !awaitLine();
        }
        // the limit may have let states pass while nothing was typed
        acknowledged = Math.max(latest, n.seq());
        try {
            connection.acknowledge(acknowledged);
        } catch (RasException e) {
            // the dial goes on after its limit, and what became of it is told by its completion
        }
    }

    /// @return false at the end of the input
    private boolean awaitLine() {
        if (shell.terminal().possible()) {
            return shell.terminal().line("  Enter goes on ") != null;
        }
        try {
            int next = shell.in().read();
            while (next >= 0 && next != '\n') {
                next = shell.in().read();
            }
            return next >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void ask(Connection connection, Notification n, Prompt prompt) {
        if (!shell.terminal().possible()) {
            sayHowTo(n, prompt);
            return;
        }
        PromptForm form = new PromptForm(shell.terminal(), screen, () -> latest == n.seq());
        boolean done = false;
        while (!done && latest == n.seq()) {
            screen.error(Screen.clean(prompt.text()));
            asked = n.seq();
            PromptReply reply = form.fill(n.seq(), prompt, PromptForm.Given.NOTHING);
            asked = 0;
            done = switch (reply) {
                case PromptReply.Filled filled -> answer(connection, filled.answer());
                case PromptReply.Distrusted _ -> {
                    screen.error("dialtone: not trusted, hanging up");
                    CompletableFuture<Notification> _ = connection.hangUp();
                    yield true;
                }
                case PromptReply.Silent _ -> {
                    if (latest == n.seq()) {
                        sayHowTo(n, prompt);
                    }
                    yield true;
                }
            };
        }
    }

    /// @return false when it was refused and can be asked again
    private boolean answer(Connection connection, Answer answer) {
        try {
            connection.answer(answer);
            return true;
        } catch (RasException e) {
            if (e.error() == RasError.ALREADY_EXISTS) {
                screen.error("dialtone: somebody else answered first");
                return true;
            }
            screen.error("dialtone: the answer was refused: "
                    + Screen.clean(e.detail().reason()));
            return e.error() != RasError.INVALID_PARAMETER;
        } finally {
            Secret secret = answer.secret();
            if (secret != null) {
                secret.close();
            }
        }
    }

    private void sayHowTo(Notification n, Prompt prompt) {
        screen.error("dialtone: \"" + n.entry() + "\" waits for " + PromptText.wanted(prompt) + "; answer with: "
                + PromptText.howTo(n.connection(), prompt));
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
