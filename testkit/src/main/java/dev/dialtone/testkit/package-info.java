/// The answerer, a faulty link, hand-driven clocks.
@org.jspecify.annotations.NullMarked
package dev.dialtone.testkit;
