/// Virtual time on one thread, and a network whose faults a seed chooses.
module dev.dialtone.simulator {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.carriers;
    requires transitive dev.dialtone.testkit;
    requires transitive dev.dialtone.manager;
    requires dev.dialtone.api;
    requires dev.dialtone.client;
    requires dev.dialtone.host;
    requires dev.dialtone.checker;
    requires java.compiler;
    requires java.logging;

    exports dev.dialtone.simulator;
}
