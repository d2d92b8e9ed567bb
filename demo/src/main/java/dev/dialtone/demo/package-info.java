/// Dialtone demo: a full cycle against the answerer, in one process.
@org.jspecify.annotations.NullMarked
package dev.dialtone.demo;
