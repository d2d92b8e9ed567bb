package dev.dialtone.manager;

import dev.dialtone.api.ServerAddress;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import java.util.function.Consumer;

/// The connection the attempt is of.
interface AttemptOwner {
    DialPlan plan();

    /// The user gave another sign-in, valid from now on; the secret is the owner's to close.
    void signIn(String user, String domain, Secret password);

    /// The user's password was changed at the server.
    void passwordChanged(Secret password);

    /// The user trusts this certificate from now on.
    void pin(String fingerprint);

    /// An alternate of the entry was connected to, and is to be the first from now on.
    void promoted(ServerAddress server);

    /// Dials what is to be up before this.
    ///
    /// @param up     run on the loop when it is, at once when nothing is to be
    /// @param failed run on the loop otherwise
    void prerequisite(Runnable up, Consumer<Failure> failed);

    void established();

    /// Whether a hang-up was asked for that has not come to the loop yet: no state is notified any more (C5).
    boolean hangUpAsked();

    /// The end has begun: nothing but its outcome will be notified.
    void ending(Outcome outcome);

    /// Whether the network namespace is kept for the attempt that follows, once [#ending] was told: what runs in it
    /// is to find the connection there again.
    boolean keepsNamespace();

    /// Everything is released.
    void over(Outcome outcome);

    /// Wraps what will run later, so that what it throws ends this connection only.
    Runnable guarded(Runnable task);
}
