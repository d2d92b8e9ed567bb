/// Packets between a tunnel and a packet device.
@org.jspecify.annotations.NullMarked
package dev.dialtone.datapath;
