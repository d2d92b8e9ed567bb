package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Subscription;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every operation of RemoteAccess through the daemon and back.
@Timeout(20)
class RemoteClientTest {
    private final FakeManager manager = new FakeManager();
    private Daemon daemon;
    private RemoteClient client;

    @BeforeEach
    void start(@TempDir Path directory) {
        manager.entries.put("office", Entry.of("office").with(EntryOption.SERVER, "vpn.example.org"));
        daemon = Daemon.start(directory.resolve("d.sock"), manager::view);
        client = RemoteClient.connect(daemon.socket());
    }

    @AfterEach
    void stop() {
        client.close();
        daemon.close();
    }

    private static Secret secret(String text) {
        return Secret.ofUtf8(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void phoneBook_roundTrips() {
        Entry entry = Entry.of("hôtel 50%+&=#")
                .with(EntryOption.SERVER, "a.example")
                .with(EntryOption.PORT, "8443")
                .with(EntryOption.ROUTES, "10.0.0.0/8,192.168.0.0/16")
                .with(EntryOption.DEFAULT_ROUTE, "false");
        client.setEntry(entry);

        assertThat(client.entry(entry.name())).isEqualTo(entry);
        assertThat(client.entries()).contains(entry).hasSize(2);

        client.removeEntry(entry.name());
        assertThat(client.entries()).hasSize(1);
        assertThatThrownBy(() -> client.entry("none"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY));
    }

    @Test
    void credentials_areStoredAndNeverShown() throws InterruptedException {
        try (Secret password = secret("pässword")) {
            client.setCredentials("office", "ann", "CORP", password);
        }
        assertThat(manager.passwords.take()).isEqualTo("pässword");
        assertThat(client.credentials("office")).isEqualTo(new CredentialsInfo("office", "ann", "CORP", true));

        client.setCredentials("office", "bob", "", null);
        assertThat(client.credentials("office").user()).isEqualTo("bob");

        try (Secret password = secret("of the proxy")) {
            client.setProxyPassword("office", password);
        }
        assertThat(manager.passwords.take()).isEqualTo("of the proxy");
        assertThat(client.credentials("office")).isEqualTo(new CredentialsInfo("office", "bob", "", false, true));

        client.renameEntry("office", "head-office");
        assertThat(client.credentials("head-office").user()).isEqualTo("bob");
        client.renameEntry("head-office", "office");
        client.clearCredentials("office");
        assertThat(client.credentials("office").user()).isEmpty();
    }

    @Test
    void hostQuestions_areAnswered() {
        assertThat(client.info().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(client.devices())
                .singleElement()
                .satisfies(d -> assertThat(d.name()).isEqualTo("SSTP"));
        assertThat(client.doctor(Optional.of("office")))
                .singleElement()
                .satisfies(f -> assertThat(f.subject()).isEqualTo("office"));
        assertThat(client.doctor(Optional.empty())).hasSize(1);
    }

    @Test
    void keyOfADial_isHandedOver() throws Exception {
        try (Secret key = secret("a key")) {
            Connection _ = client.dial(DialRequest.of("office").clientKey(key), new Seen());
        }
        assertThat(manager.passwords.take()).isEqualTo("a key");
    }

    @Test
    void dial_returnsAtOnceAndNotifiesInOrder() throws Exception {
        Seen seen = new Seen();
        Connection connection;
        try (Secret password = secret("secret")) {
            connection = client.dial(
                    DialRequest.of("office")
                            .signIn("ann", "CORP", password)
                            .server("other.example")
                            .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(9)),
                    seen);
        }
        FakeConnection fake = manager.dialled.take();
        assertThat(manager.passwords.take()).isEqualTo("secret");
        assertThat(manager.requests.take()).satisfies(r -> {
            assertThat(r.user()).isEqualTo("ann");
            assertThat(r.domain()).isEqualTo("CORP");
            assertThat(r.server()).isEqualTo("other.example");
            assertThat(r.stateTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(r.dialTimeout()).isEqualTo(Duration.ofSeconds(9));
        });
        assertThat(connection.completion()).isNotDone();
        assertThatThrownBy(connection::projection)
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.PROJECTION_NOT_COMPLETE));

        fake.connect();
        assertThat(connection.completion().get().isConnected()).isTrue();
        assertThat(connection.projection()).isEqualTo(FakeConnection.PROJECTION);
        assertThat(connection.status()).isEqualTo(fake.status());
        assertThat(connection.log()).isEqualTo(fake.log());
        assertThat(client.list()).containsExactly(fake.status());
        assertThat(client.connection("office").id()).isEqualTo(connection.id());
        assertThat(client.connection("office").completion().get().seq()).isEqualTo(3);

        Notification ending = connection.hangUp().get();
        assertThat(ending.ending()).isTrue();
        assertThat(ending.cause()).isEqualTo(RasError.USER_DISCONNECTION);
        assertThat(seen.ended.get()).isEqualTo(4);
        assertThat(seen.seqs()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(connection.hangUp().get()).isEqualTo(ending);
        assertThat(client.list()).isEmpty();
    }

    @Test
    void dialOfAnEntryThatIsNotStored_carriesItsOptions() throws Exception {
        Entry entry = Entry.of("once").with(EntryOption.SERVER, "x.example").with(EntryOption.IPV6, "false");
        client.dial(DialRequest.of(entry), _ -> {});
        assertThat(manager.requests.take().adHoc()).isEqualTo(entry);
    }

    @Test
    void refusals_areTheManagersOwn() throws Exception {
        client.dial(DialRequest.of("office"), _ -> {});
        assertThatThrownBy(() -> client.dial(DialRequest.of("office"), _ -> {}))
                .isInstanceOfSatisfying(RasException.class, e -> {
                    assertThat(e.error()).isEqualTo(RasError.DIAL_ALREADY_IN_PROGRESS);
                    assertThat(e).hasMessageContaining("office is being dialled");
                });
        assertThatThrownBy(() -> client.removeEntry("office"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CANNOT_DELETE));
        assertThatThrownBy(() -> client.connection("c-none"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.INVALID_HANDLE));
    }

    @Test
    void failedDial_completesWithItsError() throws Exception {
        Connection connection = client.dial(DialRequest.of("office"), _ -> {});
        manager.dialled.take().fail(ConnectionState.AUTHENTICATE, RasError.AUTHENTICATION_FAILURE);
        Notification completion = connection.completion().get();
        assertThat(completion.error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(completion.detail()).isNotNull();
        assertThat(connection.hangUp().get()).isEqualTo(completion);
    }

    @Test
    void dialInsideAnObserver_failsAtOnceAndChangesNothing() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Connection connection = client.dial(DialRequest.of("office"), notification -> {
            try {
                client.dial(DialRequest.of("office"), _ -> {});
            } catch (IllegalStateException e) {
                thrown.complete(e);
            }
        });
        manager.dialled.take().connect();
        assertThat(thrown.get()).hasMessageContaining("N11");
        assertThat(connection.completion().get().isConnected()).isTrue();
    }

    @Test
    void observerThatThrows_getsTheRest() throws Exception {
        BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
        client.dial(DialRequest.of("office"), notification -> {
            seen.add(notification.seq());
            throw new IllegalArgumentException("on purpose");
        });
        manager.dialled.take().connect();
        assertThat(List.of(seen.take(), seen.take(), seen.take())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void observerThatHangsUpAndWaits_doesNotDeadlock() throws Exception {
        CompletableFuture<Notification> ended = new CompletableFuture<>();
        client.dial(DialRequest.of("office"), notification -> {
            if (notification.isConnected()) {
                Connection own = client.connection(notification.connection());
                ended.complete(own.hangUp().join());
            }
        });
        manager.dialled.take().connect();
        assertThat(ended.get().ending()).isTrue();
    }

    @Test
    void observerThatStandsStill_holdsUpNeitherCompletionNorOthers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Connection connection = client.dial(DialRequest.of("office"), _ -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Seen other = new Seen();
        Subscription watching = connection.watch(0, other);
        manager.dialled.take().connect();
        assertThat(connection.completion().get().isConnected()).isTrue();
        assertThat(other.notifications.take().seq()).isEqualTo(1);
        watching.close();
        release.countDown();
    }

    @Test
    void lateObserver_getsTheReplayFromWhereItAsks() throws Exception {
        Connection connection = client.dial(DialRequest.of("office"), _ -> {});
        FakeConnection fake = manager.dialled.take();
        fake.connect();
        Seen seen = new Seen();
        connection.watch(1, seen);
        fake.disconnect(RasError.REMOTE_DISCONNECTION);
        assertThat(seen.ended.get()).isEqualTo(4);
        assertThat(seen.seqs()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void observerThatLagged_isResumedWithoutGap() throws Exception {
        Seen seen = new Seen();
        client.dial(DialRequest.of("office"), seen);
        FakeConnection fake = manager.dialled.take();
        fake.say(ConnectionState.OPEN_PORT);
        assertThat(seen.notifications.take().seq()).isEqualTo(1);
        fake.lag();
        fake.say(ConnectionState.PORT_OPENED);
        fake.recover();
        fake.say(ConnectionState.CONNECT_DEVICE);
        assertThat(seen.notifications.take().seq()).isEqualTo(2);
        assertThat(seen.notifications.take().seq()).isEqualTo(3);
    }

    @Test
    void closedSubscription_getsNothingMore() throws Exception {
        Connection connection = client.dial(DialRequest.of("office"), _ -> {});
        Seen seen = new Seen();
        Subscription subscription = connection.watch(0, seen);
        FakeConnection fake = manager.dialled.take();
        fake.say(ConnectionState.OPEN_PORT);
        assertThat(seen.notifications.take().seq()).isEqualTo(1);
        subscription.close();
        fake.connect();
        assertThat(connection.completion().get().isConnected()).isTrue();
        assertThat(seen.notifications.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void events_areReplayedAndLive() throws Exception {
        FakeConnection about = new FakeConnection("c-9", "office", 0);
        manager.event(EventKind.CONNECTION, about, 0);
        manager.event(EventKind.DISCONNECTION, about, 631);
        BlockingQueue<AccessEvent> events = new LinkedBlockingQueue<>();
        Subscription subscription = client.watchAll(1, events::add);
        assertThat(events.take()).satisfies(e -> {
            assertThat(e.seq()).isEqualTo(2);
            assertThat(e.event()).isEqualTo(EventKind.DISCONNECTION);
            assertThat(e.cause()).isEqualTo(631);
        });
        manager.event(EventKind.CONNECTION, about, 0);
        assertThat(events.take().seq()).isEqualTo(3);
        subscription.close();
    }

    @Test
    void closedClient_abandonsItsUnfinishedDialOnly() throws Exception {
        manager.entries.put("home", Entry.of("home"));
        Connection up = client.dial(DialRequest.of("home"), _ -> {});
        FakeConnection established = manager.dialled.take();
        established.connect();
        assertThat(up.completion().get().isConnected()).isTrue();
        Connection pending = client.dial(DialRequest.of("office"), _ -> {});

        client.close();

        assertThat(pending.completion().get().state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(manager.closedViews.take().uid()).isEqualTo(Callers.uidOfThisProcess());
        assertThat(established.isActive()).isTrue();
    }
}
