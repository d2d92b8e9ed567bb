package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FollowerTest {
    private static final int ROUNDS = 20_000;

    private static final class Nobody implements Follower.Sink<Integer> {
        @Override
        public void item(Integer item) {}

        @Override
        public void ended() {}

        @Override
        public void lagged() {}

        @Override
        public boolean wantsMore() {
            return true;
        }
    }

    @Test
    void observer_thatComesWhileTheLogIsWritten_isWokenOnlyWhenItIsWhole() {
        AppendLog<Integer> log = new AppendLog<>(Runnable::run, 4);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 0; !over.get(); i++) {
                log.append(i);
            }
        });
        for (int i = 0; i < ROUNDS && !writer.isDone(); i++) {
            Subscription following = Follower.start("one", log, 0, 1000, Runnable::run, new Nobody());
            following.close();
        }
        over.set(true);
        writer.join();
        assertThat(writer).isCompleted();
    }
}
