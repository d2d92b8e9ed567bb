package dev.dialtone.simulator;

import dev.dialtone.manager.BookOwner;
import dev.dialtone.manager.PhoneBook;
import dev.dialtone.manager.UserBooks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Users' books in memory.
final class SimUserBooks implements UserBooks {
    private final Map<BookOwner, SimBook> books = new LinkedHashMap<>();

    @Override
    public List<BookOwner> owners() {
        return books.entrySet().stream()
                .filter(book -> !book.getValue().entries().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public PhoneBook of(BookOwner owner) {
        return books.computeIfAbsent(owner, _ -> new SimBook());
    }
}
