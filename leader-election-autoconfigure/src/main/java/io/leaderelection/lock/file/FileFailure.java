package io.leaderelection.lock.file;

import io.leaderelection.lock.StoreFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a failure of the file system means to an elector. */
final class FileFailure {

    private FileFailure() {}

    static StoreFailure of(IOException failure, Path directory) {
        return new StoreFailure(kind(failure, directory), message(failure, directory));
    }

    private static StoreFailure.Kind kind(IOException failure, Path directory) {
        if (failure instanceof UnreadableFileException) {
            return StoreFailure.Kind.UNREADABLE;
        }
        if (failure instanceof AccessDeniedException || isReadOnly(directory)) {
            return StoreFailure.Kind.FORBIDDEN;
        }
        return StoreFailure.Kind.SERVER;
    }

    /** The reason in an exception's message may be in any language. */
    private static boolean isReadOnly(Path directory) {
        try {
            return Files.getFileStore(directory).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static String message(IOException failure, Path directory) {
        if (failure instanceof AccessDeniedException denied) {
            return "no permission to use " + denied.getFile() + "; the user of this process must own " + directory
                    + " and the files of this election in it";
        }
        if (failure instanceof FileSystemException named && named.getReason() == null) {
            return named.getClass().getSimpleName() + ": " + named.getFile();
        }
        String message = failure.getMessage();
        return "file system: " + (message == null ? failure.getClass().getSimpleName() : message);
    }
}
