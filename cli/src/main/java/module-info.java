/// The dialtone command line.
module dev.dialtone.cli {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.client;
    requires dev.dialtone.phonebooks;
    requires info.picocli;

    exports dev.dialtone.cli;

    // picocli fills the commands' fields
    opens dev.dialtone.cli to
            info.picocli;

    // the daemon and the demo live in modules that this one must not see
    uses dev.dialtone.api.ForegroundProgram;
}
