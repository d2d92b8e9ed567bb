package dev.dialtone.client;

import dev.dialtone.api.StreamObserver;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// An observer as its [Delivery] calls it, whatever it observes.
abstract class ObserverTarget<T> implements Delivery.Target<T> {
    private final StreamObserver observer;
    private final Consumer<T> give;
    private final ToLongFunction<T> seq;

    ObserverTarget(StreamObserver observer, Consumer<T> give, ToLongFunction<T> seq) {
        this.observer = observer;
        this.give = give;
        this.seq = seq;
    }

    @Override
    public final void accept(T item) {
        give.accept(item);
    }

    @Override
    public final long seq(T item) {
        return seq.applyAsLong(item);
    }

    @Override
    public final boolean wantsMore() {
        return observer.wantsMore();
    }

    @Override
    public final void ended(long lastSeq) {
        observer.onEnd(lastSeq);
    }

    @Override
    public final void lagged(long lastSeq) {
        observer.onLagged(lastSeq);
    }
}
