/// The HTTP API on a Unix socket, and who may do what.
@org.jspecify.annotations.NullMarked
package dev.dialtone.daemon;
