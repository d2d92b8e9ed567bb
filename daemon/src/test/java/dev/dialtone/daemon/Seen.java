package dev.dialtone.daemon;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// Keeps what it is told of a connection.
final class Seen implements Observer {
    final BlockingQueue<Notification> notifications = new LinkedBlockingQueue<>();
    final CompletableFuture<Long> ended = new CompletableFuture<>();

    @Override
    public void onNotification(Notification notification) {
        notifications.add(notification);
    }

    @Override
    public void onEnd(long lastSeq) {
        ended.complete(lastSeq);
    }

    List<Long> seqs() {
        return notifications.stream().map(Notification::seq).toList();
    }
}
