/// The vocabulary every door shares.
@org.jspecify.annotations.NullMarked
package dev.dialtone.api;
