/// Phone books and profiles of others, from text to entries and back.
module dev.dialtone.phonebooks {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;

    exports dev.dialtone.phonebooks;
}
