/// The ground: codecs, Decoded, Step, Loop, Secret, Failure.
@org.jspecify.annotations.NullMarked
package dev.dialtone.core;
