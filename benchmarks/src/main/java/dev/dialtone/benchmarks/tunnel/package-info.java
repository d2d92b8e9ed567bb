/// Dialtone beside other tunnels: `benchmarks/tunnel`.
@org.jspecify.annotations.NullMarked
package dev.dialtone.benchmarks.tunnel;
