/// The ground: codecs, Decoded, Step, Loop, Secret, Failure.
module dev.dialtone.core {
    requires static transitive org.jspecify;

    exports dev.dialtone.core;
}
