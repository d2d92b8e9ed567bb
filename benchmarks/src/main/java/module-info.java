/// Each figure beside its limit.
module dev.dialtone.benchmarks {
    requires static transitive org.jspecify;
    requires dev.dialtone.api;
    requires dev.dialtone.carriers;
    requires dev.dialtone.client;
    requires dev.dialtone.core;
    requires dev.dialtone.daemon;
    requires dev.dialtone.manager;
    requires dev.dialtone.testkit;
    requires java.management.rmi;
    requires jdk.attach;

    exports dev.dialtone.benchmarks;
}
