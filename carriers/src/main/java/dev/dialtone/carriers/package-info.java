/// What carries PPP: SSTP today.
@org.jspecify.annotations.NullMarked
package dev.dialtone.carriers;
