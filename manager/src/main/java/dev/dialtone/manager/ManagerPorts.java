package dev.dialtone.manager;

import dev.dialtone.carriers.Transport;
import dev.dialtone.host.Host;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// All that a manager touches: with these in hand it has no thread, clock, disk or socket of its own, so that the
/// simulator can run it in virtual time.
///
/// @param host           the machine's network; its calls may block
/// @param hostSerial     runs what touches the host, one task at a time, in order
/// @param opener         how carriers reach servers
/// @param mailboxes      the loops of connections
/// @param observers      for each observer, by name, an executor of its own: none may hold up another (N8). One
///                       task of
///                       an observer is given at a time
/// @param observerBuffer how many notifications an observer may be behind before it is ended as lagged (N8)
/// @param pumps          what moves packets once connected
/// @param history        the log of every connection
/// @param journal        the undo journal of the host
/// @param hungUp         always-on entries that were hung up by hand
/// @param book           the system's entries
/// @param userBooks      the entries of users' own
/// @param credentials    stored sign-ins
/// @param wall           the time of day
/// @param random         ids, jitter, challenges; in production a secure one
/// @param hooks          who is called when something happens to a connection
public record ManagerPorts(
        Host host,
        Executor hostSerial,
        Transport.Opener opener,
        Mailbox.Factory mailboxes,
        Function<String, Executor> observers,
        int observerBuffer,
        Pump.Starter pumps,
        LineFile history,
        LineFile journal,
        LineFile hungUp,
        PhoneBook book,
        UserBooks userBooks,
        CredentialStore credentials,
        InstantSource wall,
        RandomGenerator random,
        EventHooks hooks) {

    /// One that calls nobody.
    public ManagerPorts(
            Host host,
            Executor hostSerial,
            Transport.Opener opener,
            Mailbox.Factory mailboxes,
            Function<String, Executor> observers,
            int observerBuffer,
            Pump.Starter pumps,
            LineFile history,
            LineFile journal,
            LineFile hungUp,
            PhoneBook book,
            UserBooks userBooks,
            CredentialStore credentials,
            InstantSource wall,
            RandomGenerator random) {
        this(
                host,
                hostSerial,
                opener,
                mailboxes,
                observers,
                observerBuffer,
                pumps,
                history,
                journal,
                hungUp,
                book,
                userBooks,
                credentials,
                wall,
                random,
                EventHooks.NONE);
    }
}
