/// Dialtone demo: a full cycle against the answerer, in one process.
module dev.dialtone.demo {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.manager;
    requires transitive dev.dialtone.host;
    requires transitive dev.dialtone.testkit;

    exports dev.dialtone.demo;
}
