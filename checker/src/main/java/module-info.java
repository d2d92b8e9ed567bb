/// Judges recorded runs by the contract. Sees no other module: what it judges and how must not share a mistake.
module dev.dialtone.checker {
    requires static transitive org.jspecify;

    exports dev.dialtone.checker;
}
