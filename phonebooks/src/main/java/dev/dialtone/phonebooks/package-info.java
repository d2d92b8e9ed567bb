/// Phone books and profiles of others, from text to entries and back. No I/O, no clock.
@org.jspecify.annotations.NullMarked
package dev.dialtone.phonebooks;
