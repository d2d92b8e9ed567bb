/// How Dialtone is proven as a whole: the contract by number, bad servers, real processes, real servers.
@org.jspecify.annotations.NullMarked
package dev.dialtone.interop;
