/// RemoteAccess over the daemon's socket.
module dev.dialtone.client {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;

    exports dev.dialtone.client;
}
