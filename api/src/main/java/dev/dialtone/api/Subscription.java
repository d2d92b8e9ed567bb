package dev.dialtone.api;

/// A running observation; closing it asks for no more notifications and changes nothing else.
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
