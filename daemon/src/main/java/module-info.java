/// The HTTP API on a Unix socket, and who may do what.
module dev.dialtone.daemon {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.manager;
    requires transitive dev.dialtone.host;

    exports dev.dialtone.daemon;
}
