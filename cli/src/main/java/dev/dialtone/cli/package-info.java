/// The dialtone command line.
@org.jspecify.annotations.NullMarked
package dev.dialtone.cli;
