/// Each figure beside its limit.
module dev.dialtone.benchmarks {
    requires static transitive org.jspecify;

    exports dev.dialtone.benchmarks;
}
