/// Each figure beside its limit.
@org.jspecify.annotations.NullMarked
package dev.dialtone.benchmarks;
