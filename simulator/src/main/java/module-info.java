/// Virtual time on one thread, and a network whose faults a seed chooses.
module dev.dialtone.simulator {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.carriers;
    requires transitive dev.dialtone.testkit;

    exports dev.dialtone.simulator;
}
