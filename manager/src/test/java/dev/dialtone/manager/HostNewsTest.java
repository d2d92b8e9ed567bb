package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Notification;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.host.Host;
import dev.dialtone.host.HostException;
import dev.dialtone.testkit.ManualLoop;
import dev.dialtone.testkit.MemoryHost;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole manager in virtual time on one thread, and what its watch tells it.
class HostNewsTest {
    private final ManualLoop loop = new ManualLoop();
    private final MemoryHost host = new MemoryHost();

    @TempDir
    Path directory;

    private Manager manager(Host on) {
        return Manager.start(new ManagerPorts(
                on,
                Runnable::run,
                (_, on2, listener) -> NoServer.reached(on2, listener),
                _ -> new HandMailbox(loop),
                _ -> loop::execute,
                100,
                (device, _) -> device::close,
                new MemoryLines(),
                new MemoryLines(),
                new MemoryLines(),
                new FilePhoneBook(directory.resolve("entries")),
                new FileUserBooks(directory.resolve("users")),
                new FileCredentialStore(directory.resolve("credentials")),
                () -> ConnectionRig.START.plusNanos(loop.nanoTime()),
                new Random(1)));
    }

    private Connection dial(Manager manager) {
        Connection connection = manager.dial(
                DialRequest.of(ConnectionRig.ENTRY.with(dev.dialtone.api.EntryOption.ALWAYS_ON, "true"))
                        .signIn("tester", "", Secret.ofChars("secret".toCharArray()))
                        .options(DialOptions.STANDARD),
                _ -> {});
        loop.drain();
        return connection;
    }

    @Test
    void manager_watchesTheHostFromItsStartToItsEnd() {
        Manager manager = manager(host);
        assertThat(host.watches()).isOne();
        manager.close();
        assertThat(host.watches()).isZero();
        Manager stopped = manager(host);
        stopped.stop();
        stopped.finish();
        assertThat(host.watches()).isZero();
    }

    @Test
    void change_isToldToEveryConnectionOnItsLoop() {
        Manager manager = manager(host);
        Connection connection = dial(manager);
        assertThat(lastOf(connection).retryInMillis()).isPositive();
        host.networkChanged();
        assertThat(lastOf(connection).attempt()).as("not on the watch's thread").isOne();
        loop.drain();
        assertThat(lastOf(connection).attempt()).isEqualTo(2);
        loop.advance(Duration.ofSeconds(2).toNanos());
        host.resumed(Duration.ofMinutes(1));
        loop.drain();
        assertThat(lastOf(connection).attempt()).isEqualTo(3);
        connection.hangUp();
        loop.drain();
        host.networkChanged();
        loop.drain();
        assertThat(lastOf(connection).isLast()).isTrue();
        manager.finish();
    }

    @Test
    void hostThatCannotBeWatched_isNoHindrance() {
        Host unwatched = (Host) Proxy.newProxyInstance(
                Host.class.getClassLoader(), new Class<?>[] {Host.class}, (_, method, arguments) -> {
                    if (method.getName().equals("watch")) {
                        throw new HostException(Failure.of(633, Layer.HOST, "cannot watch the network (EMFILE)"));
                    }
                    try {
                        return method.invoke(host, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        Manager manager = manager(unwatched);
        assertThat(lastOf(dial(manager)).error()).isEqualTo(808);
        manager.stop();
        loop.drain();
        manager.finish();
    }

    private static Notification lastOf(Connection connection) {
        return connection.log().getLast();
    }
}
