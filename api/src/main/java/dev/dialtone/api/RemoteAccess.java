package dev.dialtone.api;

import dev.dialtone.core.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The remote-access manager, embedded in this program or in the daemon; one interface, one contract. Callable
/// from any
/// thread. What is refused throws [RasException]; how a dial goes is told by its notifications.
///
/// `target` below is a connection's id, or an entry's name for the entry's newest connection. What an entry may be
/// called: [EntryName].
public interface RemoteAccess extends AutoCloseable {

    /// Starts a dial and returns its connection at once (N1). The observer gets every notification from seq 1.
    ///
    /// @throws RasException          623 no such entry, 87 bad request, 756 being dialled, 5 not permitted
    /// @throws IllegalStateException from inside an observer (N11)
    Connection dial(DialRequest request, Observer observer);

    /// The blocking form: the completion of the dial (N1).
    default Notification dialAndWait(DialRequest request) {
        return dial(request, notification -> {}).completion().join();
    }

    /// A handle of a connection, ended ones included (S3).
    ///
    /// @throws RasException 6 when there is none
    Connection connection(String target);

    /// Every connection that has not ended, those being dialled too (S4), oldest first.
    List<ConnectionStatus> list();

    /// Those of the connections that are kept which the filter asks for, in the order they were dialled: ended
    /// ones and those that go on, of what the caller may see. The last 1,000 that ended are kept, for 7 days
    /// (S3).
    List<ConnectionSummary> history(HistoryFilter filter);

    /// Connections that came and went, from event `seq` > `since`, then live (V1).
    Subscription watchAll(long since, EventObserver observer);

    /// Captures the PPP frames of a connection: of the one that the target names, from now on, if it has not
    /// ended; or of the entry's next one, from its first frame on. It goes on through redials, to the end.
    ///
    /// @param target as above, or an entry that has no connection yet
    /// @throws RasException 5 not permitted, 623 no such entry, 668 the connection has ended. Without root's
    ///                      rights only [CaptureOptions#controlOnly] is, of one's own connections
    Capture capture(String target, CaptureOptions options);

    // The phone book

    /// All that the caller may use, by name; without [EntryOption#ORIGINAL], which only [#entry] gives.
    List<Entry> entries();

    /// As [#entries()], each with these of its options and no others: what a listing of thousands has to read.
    ///
    /// @param only none for the names alone
    default List<Entry> entries(Set<EntryOption> only) {
        return entries().stream().map(entry -> entry.only(only)).toList();
    }

    /// @throws RasException 623
    Entry entry(String name);

    /// Creates or replaces: in the system's book, or in that of a caller who may not write there.
    ///
    /// @throws RasException 5 not permitted, 87 a value, or an option that is not for users' own entries, 624 not
    ///                      written
    void setEntry(Entry entry);

    /// An entry as the TOML text that it is stored as, comments and all; without [EntryOption#ORIGINAL].
    ///
    /// @throws RasException 623
    String entryText(String name);

    /// Creates or replaces an entry by such a text, which is kept as it is when it is right.
    ///
    /// @throws RasException 625 as `text:line:column key: found …, expected …`, and nothing is stored
    void setEntryText(String name, String text);

    /// @throws RasException 623, 817 in use (H5)
    void removeEntry(String name);

    /// Gives an entry another name. What is stored for it goes with it, without leaving the manager; the history
    /// keeps the old name.
    ///
    /// @throws RasException 623, 123 no name, 183 the new name is taken, 817 in use
    void renameEntry(String name, String newName);

    /// Empty user or domain leaves it to the dial; a null password, or [CredentialsInfo#PLACEHOLDER], leaves a stored
    /// one as it is. The secret stays the caller's to close.
    ///
    /// @throws RasException 623, 87 a one-time code, which is never kept, 624 what keeps sign-ins does not take it
    void setCredentials(String entry, String user, String domain, @Nullable Secret password);

    /// Stores the password of the entry's `proxy-user`; it stays the caller's to close.
    void setProxyPassword(String entry, Secret password);

    /// Stores the private key of the entry's `client-cert` (PKCS#8, DER or PEM), or the PIN of its `client-token`;
    /// it stays the caller's to close.
    void setClientKey(String entry, Secret key);

    /// The proxy's password and the client's key as well.
    void clearCredentials(String entry);

    CredentialsInfo credentials(String entry);

    List<Device> devices();

    /// Checks the host, and the entry when one is named, without dialling.
    List<Finding> doctor(Optional<String> entry);

    /// What all connections of this run came to, in numbers that Prometheus reads (its text format 0.0.4); which
    /// ones there are: `docs/metrics.md`.
    ///
    /// @throws RasException 5 not permitted: it is about everybody's connections
    String metrics();

    /// Who answers: version and process.
    ManagerInfo info();

    /// Embedded: ends the manager and every connection with cause 834. Remote: gives up the lease; connections stay.
    @Override
    void close();
}
