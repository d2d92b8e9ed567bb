package dev.dialtone.carriers;

/// Whether a server is reached through an HTTP proxy, and which one.
public sealed interface ProxyChoice {
    /// Without any, whatever the environment says.
    ProxyChoice NONE = new Direct();

    /// Without any.
    record Direct() implements ProxyChoice {}

    /// As the environment of the opener's process says.
    record AsEnvironment(ProxyAccess access) implements ProxyChoice {}

    /// Through this one.
    record Named(ProxyAddress address, ProxyAccess access) implements ProxyChoice {}
}
