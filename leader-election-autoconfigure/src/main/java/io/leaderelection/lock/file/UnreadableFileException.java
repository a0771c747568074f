package io.leaderelection.lock.file;

import java.io.IOException;

/** A file of an election that says nothing we can rely on. */
final class UnreadableFileException extends IOException {

    private static final long serialVersionUID = 1;

    UnreadableFileException(String message) {
        super(message);
    }
}
