package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import dev.dialtone.manager.Manager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The contract on the manager itself; its clients are views of it.
class EmbeddedContractTest extends ContractTest {

    /// Through a daemon it is the stream that lags: `StreamAndLeaseTest`.
    @Test
    void observerThatFallsBehind_isToldAndMayResume_N8() throws Exception {
        anotherServer(new Rig().observerBuffer(4));
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Long> lagged = new CompletableFuture<>();
        Recorder slow = new Recorder();
        Connection connection = access.dial(rig.request("office"), new Observer() {
            @Override
            public void onNotification(Notification notification) {
                slow.onNotification(notification);
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void onLagged(long lastSeq) {
                lagged.complete(lastSeq);
            }
        });
        assertThat(await(connection.completion()).isConnected()).isTrue();
        free.countDown();
        long last = lagged.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(slow.all()).extracting(Notification::seq).containsExactly(last);
        Recorder resumed = new Recorder();
        connection.watch(last, resumed);
        await(connection.hangUp());
        resumed.awaitEnd(SOON);
        assertThat(resumed.all())
                .isEqualTo(connection.log().subList((int) last, connection.log().size()));
    }

    @Override
    Doorway doorway(Rig rig) {
        Manager manager = rig.manager();
        return new Doorway() {
            @Override
            public RemoteAccess access() {
                return manager;
            }

            @Override
            public RemoteAccess newClient() {
                return manager.view(Caller.SELF);
            }

            @Override
            public RemoteAccess newClient(Caller caller) {
                return manager.view(caller);
            }

            @Override
            public void refuse() {}

            @Override
            public void close() {}
        };
    }
}
