package dev.dialtone.manager;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Finding;
import dev.dialtone.api.HandlerScope;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The manager as one client may use it, and that client's lease.
final class ClientView implements RemoteAccess {
    private final Rooms rooms;
    private final Caller caller;
    private final Permissions permissions;
    // in the order of their dials: the simulator replays what follows from it
    private final Set<ActiveConnection> leased = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile boolean closed;

    /// What the views share.
    record Rooms(
            Registry registry,
            PhoneBook book,
            Credentials credentials,
            Doctor doctor,
            EventLog events,
            AlwaysOn alwaysOn,
            LocalConnection.Observation observation,
            UsersPlacements placements,
            MetricsPage metrics) {

        /// With the entries as one of the clients can know of them.
        Rooms with(PhoneBook callers) {
            return new Rooms(
                    registry, callers, credentials, doctor, events, alwaysOn, observation, placements, metrics);
        }
    }

    ClientView(Rooms rooms, Caller caller) {
        this.rooms = rooms;
        this.caller = caller;
        this.permissions = new Permissions(caller);
    }

    @Override
    public Connection dial(DialRequest request, Observer observer) {
        HandlerScope.refuseInside("dial");
        Asked asked = asked(request);
        Entry entry = asked.entry();
        Registry.Dialled dialled = begin(asked, request);
        ActiveConnection connection = dialled.connection();
        if (connection.awaitsConfirmation()) {
            // no restart of the manager may bring back what nobody has confirmed
            rooms.alwaysOn().hungUp(entry.name());
        } else {
            rooms.alwaysOn().dialled(entry.name());
        }
        leased.add(connection);
        if (closed) {
            // the lease broke while the dial was on its way
            connection.left(this);
        }
        var _ = connection.record().over().whenComplete((_, _) -> leased.remove(connection));
        LocalConnection handle = handle(connection.record(), dialled.completeSince());
        var _ = handle.follow(
                dialled.observeSince(),
                observer,
                request.options().gated() ? n -> acknowledge(connection, n, observer) : _ -> {});
        return handle;
    }

    /// N9: the return of the dialler's handler acknowledges; who wants no more notifications will acknowledge
    /// none (N12).
    /// A program that acknowledges by itself sees to both.
    private static void acknowledge(ActiveConnection connection, Notification told, Observer observer) {
        if (observer.acknowledges()) {
            connection.acknowledge(told.seq());
            if (!observer.wantsMore()) {
                connection.dispenseWithAcknowledgements();
            }
        }
    }

    private LocalConnection handle(ConnectionRecord record, long since) {
        return new LocalConnection(
                record, rooms.registry(), rooms.alwaysOn(), rooms.observation(), since, caller.privileged());
    }

    /// What is to be dialled, as far as the caller may.
    private record Asked(Entry entry, Placement placement) {}

    private Asked asked(DialRequest request) {
        Entry adHoc = request.adHoc();
        if (adHoc == null) {
            Entry found = rooms.book().entry(String.valueOf(request.entry()));
            permissions.use(found);
            if (!EntryName.userOf(found.name()).isEmpty()) {
                return ofUser(found, request);
            }
            Entry entry = remembering(found);
            checkPrerequisites(entry, false);
            boolean same = request.netns().equals(entry.text(EntryOption.NETNS));
            return placed(elsewhere(entry, request), same && !caller.privileged() ? "" : request.netns());
        }
        String namespace = request.netns().isEmpty() ? adHoc.text(EntryOption.NETNS) : request.netns();
        Entry entry = rooms.placements().adHoc(permissions, adHoc.with(EntryOption.REMEMBER, ""), namespace);
        checkPrerequisites(entry, true);
        // who may not use the book's entries as they like has only what they give themselves
        return placed(elsewhere(entry, request), caller.privileged() ? request.netns() : namespace);
    }

    /// SECURITY: what one user dialled with is not for the others whom the entry names.
    private Entry remembering(Entry entry) {
        return caller.privileged() ? entry : entry.with(EntryOption.REMEMBER, "");
    }

    /// That what is to be dialled first is there, and is not the entry itself.
    ///
    /// SECURITY: an entry of the book says what it needs; one that the caller brings needs the caller's right to
    /// that entry.
    private void checkPrerequisites(Entry entry, boolean callers) {
        Set<String> chain = new LinkedHashSet<>(List.of(entry.name()));
        Entry last = entry;
        while (!last.text(EntryOption.PREREQUISITE).isEmpty()) {
            String name = last.text(EntryOption.PREREQUISITE);
            if (!chain.add(name)) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        "prerequisite: each needs the next to be dialled first: " + String.join(", ", chain) + ", "
                                + name);
            }
            last = rooms.book().entry(name);
            if (callers) {
                permissions.use(last);
            }
        }
    }

    /// SECURITY: a user's own entry may do what a dial of theirs without an entry may, and is dialled by them alone.
    private Asked ofUser(Entry entry, DialRequest request) {
        permissions.actBy(entry.name(), "dial");
        OwnEntries.check(entry);
        String namespace = request.netns().isEmpty() ? entry.text(EntryOption.NETNS) : request.netns();
        rooms.placements().checkOwn(permissions, "dial an entry of their own", namespace);
        return placed(elsewhere(entry, request), namespace);
    }

    private Entry elsewhere(Entry entry, DialRequest request) {
        Entry asked = entry;
        if (!request.server().isEmpty()) {
            // SECURITY: stored credentials must not be led to a server of the caller's choice
            permissions.privileged("choose another server for an entry");
            asked = asked.with(EntryOption.SERVER, request.server()).with(EntryOption.ALTERNATES, "");
        }
        if (!request.table().isEmpty()) {
            // SECURITY: who chooses may lead the traffic of any table's rules into the connection
            permissions.privileged("choose a routing table for an entry");
            asked = asked.with(EntryOption.TABLE, request.table());
            refuseOtherTable(asked);
        }
        return asked;
    }

    /// @param chosen namespace that the caller chose; empty for the entry's
    private Asked placed(Entry entry, String chosen) {
        Entry placed = chosen.isEmpty() ? entry : entry.with(EntryOption.NETNS, chosen);
        Placement placement = chosen.isEmpty()
                ? Placement.ofMachine(entry.text(EntryOption.NETNS))
                // SECURITY: an entry says where its users' connections are; who chooses gets what is theirs alone
                : rooms.placements().choose(caller, chosen);
        refuseElsewhere(placed, placement, !chosen.isEmpty());
        return new Asked(placed, placement);
    }

    private Registry.Dialled begin(Asked asked, DialRequest request) {
        Entry entry = asked.entry();
        boolean users = asked.placement().isUsers();
        AtomicBoolean taken = new AtomicBoolean();
        // what keeps sign-ins may be slow: not where other dials wait
        try (Credentials.Found stored = rooms.credentials().find(entry)) {
            Registry.Dialled dialled = rooms.registry()
                    .dial(entry.name(), caller.uid(), request.options(), this, () -> {
                        if (users) {
                            rooms.placements().take(caller);
                            taken.set(true);
                        }
                        return plan(entry, asked.placement(), request, stored);
                    });
            if (taken.get()) {
                var _ = dialled.connection()
                        .record()
                        .over()
                        .whenComplete((_, _) -> rooms.placements().giveBack(caller.uid()));
            }
            return dialled;
        } catch (RuntimeException e) {
            if (taken.get()) {
                rooms.placements().giveBack(caller.uid());
            }
            throw e;
        }
    }

    /// A dial of what is connected is given that connection (H2): not when it asks for another place, nor when that
    /// is in a namespace of another user's.
    private void refuseElsewhere(Entry entry, Placement wanted, boolean chosen) {
        for (ConnectionRecord record : rooms.registry().active()) {
            if (!record.identity().entry().equals(entry.name())) {
                continue;
            }
            Placement is = rooms.registry()
                    .alive(record.id())
                    .filter(connection -> !connection.isEnding())
                    .map(ActiveConnection::placement)
                    .orElse(wanted);
            boolean asChosen =
                    !chosen || record.projection() == null || is.namespace().equals(wanted.namespace());
            boolean anothers = is.isUsers() && is.uid() != caller.uid() && !(chosen && caller.privileged());
            if (!asChosen || anothers) {
                String where = is.namespace().isEmpty()
                        ? "in no network namespace"
                        : anothers
                                ? "in a network namespace of another user"
                                : "in the network namespace " + is.namespace();
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        "netns: \"" + entry.name() + "\" is up already, " + where + "; hang it up first");
            }
        }
    }

    /// As above, of routing tables.
    private void refuseOtherTable(Entry entry) {
        for (ConnectionRecord record : rooms.registry().active()) {
            Projection projection = record.projection();
            boolean stays = rooms.registry()
                    .alive(record.id())
                    .filter(connection -> !connection.isEnding())
                    .isPresent();
            if (record.identity().entry().equals(entry.name())
                    && stays
                    && projection != null
                    && projection.table() != TablePlan.table(entry)) {
                String where = projection.table() == 0 ? "the main one" : "" + projection.table();
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        "table: \"" + entry.name() + "\" is up already, its routing table is " + where
                                + "; hang it up first");
            }
        }
    }

    private DialPlan plan(Entry entry, Placement placement, DialRequest request, Credentials.Found found) {
        // before anybody is asked for a password in vain
        NotBuilt.refuse(entry);
        // SECURITY: what keeps sign-ins may be away; who needs nothing of it is not held up, who does hears why
        StoredSignIn stored = needsStored(entry, request) ? found.orThrow() : found.signIn();
        String user = firstOf(request.user(), stored.user(), entry.text(EntryOption.USER));
        String domain = firstOf(request.domain(), stored.domain(), entry.text(EntryOption.DOMAIN));
        Secret given = meant(request.password());
        Secret password = given != null ? given.copy() : storedPassword(entry, request, stored);
        DialPlan plan = new DialPlan(
                entry,
                user,
                domain,
                password,
                given == null && !password.isEmpty(),
                limit(request.stateTimeout(), DialRequest.STATE_TIMEOUT, entry, EntryOption.STATE_TIMEOUT),
                limit(request.dialTimeout(), DialRequest.DIAL_TIMEOUT, entry, EntryOption.DIAL_TIMEOUT),
                request.options(),
                proxyPassword(entry, request, stored),
                placement,
                clientKey(request, stored));
        try {
            // refused here what can be known before anything is dialled
            plan.sstp();
        } catch (RasException e) {
            plan.close();
            throw e;
        }
        return plan;
    }

    /// SECURITY: what stands for the stored password is never sent.
    private static @Nullable Secret meant(@Nullable Secret given) {
        return given == null || CredentialsInfo.isPlaceholder(given) ? null : given;
    }

    private static @Nullable Secret proxyPassword(Entry entry, DialRequest request, StoredSignIn stored) {
        Secret given = meant(request.proxyPassword());
        Secret password = given != null ? given : stored.proxyPassword();
        return password == null ? null : password.copy();
    }

    private static @Nullable Secret clientKey(DialRequest request, StoredSignIn stored) {
        Secret given = meant(request.clientKey());
        Secret key = given != null ? given : stored.clientKey();
        return key == null ? null : key.copy();
    }

    private static boolean needsStored(Entry entry, DialRequest request) {
        boolean certified = !entry.text(EntryOption.CLIENT_CERT).isEmpty()
                || !entry.text(EntryOption.CLIENT_TOKEN).isEmpty();
        boolean proxied = !entry.text(EntryOption.PROXY_USER).isEmpty();
        return request.user().isEmpty()
                || meant(request.password()) == null
                || (certified && meant(request.clientKey()) == null)
                || (proxied && meant(request.proxyPassword()) == null);
    }

    private static Secret storedPassword(Entry entry, DialRequest request, StoredSignIn stored) {
        Secret password = stored.password();
        if (password != null) {
            return password.copy();
        }
        if (request.options().paused()) {
            // P2: it will be asked for
            return Secret.ofUtf8(new byte[0]);
        }
        throw RasException.of(
                RasError.INTERACTIVE_MODE,
                "password: the dial gives none and none is stored for \"" + entry.name() + "\"");
    }

    private static Duration limit(Duration asked, Duration standard, Entry entry, EntryOption option) {
        return asked.equals(standard) ? Duration.ofSeconds(entry.number(option)) : asked;
    }

    private static String firstOf(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    @Override
    public Connection connection(String target) {
        ConnectionRecord record = rooms.registry().find(target, permissions);
        permissions.own(record);
        return handle(record, 0);
    }

    @Override
    public List<ConnectionStatus> list() {
        return rooms.registry().active().stream()
                .filter(permissions::owns)
                .map(ConnectionRecord::status)
                .toList();
    }

    @Override
    public List<ConnectionSummary> history(HistoryFilter filter) {
        return rooms.registry().history(filter, permissions);
    }

    @Override
    public Subscription watchAll(long since, EventObserver observer) {
        int from = (int) Math.clamp(since, 0, Integer.MAX_VALUE);
        return Follower.start(
                "events",
                rooms.events().log(),
                from,
                rooms.observation().buffer(),
                rooms.observation().executors().apply("events"),
                ObserverSink.ofEvents(
                        observer, from, event -> rooms.registry().isOwnedBy(event.connection(), permissions)));
    }

    @Override
    public Capture capture(String target, CaptureOptions options) {
        permissions.capture(options.controlOnly());
        return rooms.registry().capture(target, options, permissions, () -> entry(target));
    }

    @Override
    public List<Entry> entries() {
        return rooms.book().entries().stream().filter(permissions::mayUse).toList();
    }

    @Override
    public Entry entry(String name) {
        Entry entry = rooms.book().entry(name);
        permissions.use(entry);
        return entry;
    }

    @Override
    public void setEntry(Entry entry) {
        store(entry.name(), () -> rooms.book().set(entry));
    }

    /// SECURITY: what an entry of that name left behind is not for a new one, and a one-time code is not kept.
    private void store(String name, Runnable entry) {
        permissions.change(name, "change the phone book");
        UsersPlacements.refuseReserved(name);
        if (!rooms.book().holds(name)) {
            forgetBefore(name);
        }
        entry.run();
        if (rooms.book().entry(name).flag(EntryOption.ONE_TIME)) {
            rooms.credentials().forgetPassword(name);
        }
    }

    @Override
    public void renameEntry(String name, String newName) {
        permissions.change(name, "change the phone book");
        new EntryRename(rooms.book(), rooms.credentials(), rooms.alwaysOn(), rooms.registry()).run(name, newName);
    }

    @Override
    public String entryText(String name) {
        if (!caller.privileged()) {
            permissions.use(rooms.book().entry(name));
        }
        return rooms.book().text(name);
    }

    @Override
    public void setEntryText(String name, String text) {
        store(name, () -> rooms.book().setText(name, text));
    }

    /// SECURITY: what was stored under this name is of who had it before: a user's own entry is not made until it is
    /// gone.
    private void forgetBefore(String name) {
        if (EntryName.userOf(name).isEmpty()) {
            rooms.credentials().forgetLeftOver(name);
        } else {
            rooms.credentials().forget(name);
        }
    }

    @Override
    public void removeEntry(String name) {
        permissions.change(name, "change the phone book");
        // one that cannot be read can be removed too
        String _ = rooms.book().text(name);
        if (rooms.registry().inUse(name)) {
            throw RasException.of(RasError.CANNOT_DELETE, "the entry \"" + name + "\" is in use; hang it up first");
        }
        rooms.registry().openKillSwitch(name).join();
        // what is stored for it first: should it not go, its entry says whose it is
        rooms.credentials().forget(name);
        rooms.book().remove(name);
    }

    @Override
    public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
        permissions.store(entry, "store credentials");
        Entry known = rooms.book().entry(entry);
        Entry.of(entry).with(EntryOption.USER, user).with(EntryOption.DOMAIN, domain);
        rooms.credentials().set(known, user, domain, password);
    }

    @Override
    public void setProxyPassword(String entry, Secret password) {
        permissions.store(entry, "store credentials");
        rooms.book().entry(entry);
        rooms.credentials().setProxyPassword(entry, password);
    }

    @Override
    public void setClientKey(String entry, Secret key) {
        permissions.store(entry, "store credentials");
        Entry known = rooms.book().entry(entry);
        rooms.credentials().setClientKey(known, key);
    }

    @Override
    public void clearCredentials(String entry) {
        permissions.store(entry, "clear credentials");
        EntryName.of(entry);
        // what an entry left behind that was removed by hand can be forgotten too
        boolean mayBeLeft = EntryName.userOf(entry).isEmpty() || caller.privileged();
        if (!rooms.book().holds(entry) && !(mayBeLeft && rooms.credentials().holds(entry))) {
            Entry _ = rooms.book().entry(entry);
        }
        rooms.credentials().clear(entry);
    }

    @Override
    public CredentialsInfo credentials(String entry) {
        return rooms.credentials().info(entry(entry));
    }

    @Override
    public List<Device> devices() {
        List<String> missing = rooms.doctor().missing();
        return List.of(new Device(
                "vpn",
                "SSTP",
                missing.isEmpty(),
                missing.isEmpty() ? "PPP over TLS to port 443 (MS-SSTP)." : String.join(" ", missing)));
    }

    @Override
    public List<Finding> doctor(Optional<String> entry) {
        return rooms.doctor().examine(entry.map(this::examined), rooms.book().problems(), caller.privileged());
    }

    /// SECURITY: of a user's own entry not where it is placed: that would tell what other users have.
    private Entry examined(String name) {
        Entry entry = entry(name);
        if (EntryName.userOf(name).isEmpty()) {
            return entry;
        }
        permissions.actBy(name, "call a server");
        rooms.placements().checkNamed(permissions, "call a server");
        return OwnEntries.withoutPlace(entry);
    }

    @Override
    public String metrics() {
        permissions.privileged("read what all connections together came to");
        return rooms.metrics().text();
    }

    @Override
    public ManagerInfo info() {
        return new ManagerInfo(Version.TEXT, ProcessHandle.current().pid(), Version.API);
    }

    /// The lease breaks: this client's unfinished dials are abandoned and bound connections end (C10).
    @Override
    public void close() {
        closed = true;
        List.copyOf(leased).forEach(connection -> connection.left(this));
    }
}
