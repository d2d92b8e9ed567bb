/// Virtual time on one thread, and a network whose faults a seed chooses.
@org.jspecify.annotations.NullMarked
package dev.dialtone.simulator;
