/// The contract checker: reads the facts of a run (`docs/facts.md`) and says which rules of the contract it broke.
@org.jspecify.annotations.NullMarked
package dev.dialtone.checker;
