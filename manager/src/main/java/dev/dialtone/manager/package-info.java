/// The contract: connections, notifications, phone book, undo journal.
@org.jspecify.annotations.NullMarked
package dev.dialtone.manager;
