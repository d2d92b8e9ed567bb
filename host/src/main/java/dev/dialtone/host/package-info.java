/// TUN, netlink and DNS of a Linux host, each change with its undo.
@org.jspecify.annotations.NullMarked
package dev.dialtone.host;
