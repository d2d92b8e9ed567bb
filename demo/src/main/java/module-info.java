/// `dialtone demo`: a full cycle against the answerer, in one process.
module dev.dialtone.demo {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires dev.dialtone.carriers;
    requires dev.dialtone.core;
    requires dev.dialtone.manager;
    requires dev.dialtone.testkit;

    exports dev.dialtone.demo;

    provides dev.dialtone.api.ForegroundProgram with
            dev.dialtone.demo.DemoProgram;
}
