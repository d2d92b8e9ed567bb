/// The HTTP API on a Unix socket, and who may do what.
module dev.dialtone.daemon {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.manager;
    requires transitive dev.dialtone.host;
    requires java.logging;
    requires jdk.net;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.unixdomain.server;
    requires org.eclipse.jetty.util;

    exports dev.dialtone.daemon;

    provides dev.dialtone.api.ForegroundProgram with
            dev.dialtone.daemon.DaemonProgram;
}
