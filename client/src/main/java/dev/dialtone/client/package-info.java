/// RemoteAccess over the daemon's socket.
@org.jspecify.annotations.NullMarked
package dev.dialtone.client;
