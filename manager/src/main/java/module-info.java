/// The contract: connections, notifications, phone book, undo journal.
module dev.dialtone.manager {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.carriers;
    requires transitive dev.dialtone.host;
    requires dev.dialtone.datapath;
    requires java.net.http;
    requires org.tomlj;
    // SunPKCS11, for tokens
    requires jdk.crypto.cryptoki;

    exports dev.dialtone.manager;
}
