package io.leaderelection.lock.file;

/** A directory in which an election over files would not be safe, or not possible. */
public final class UnsuitableDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String description;
    private final String action;

    UnsuitableDirectoryException(String description, String action) {
        super(description + ". " + action + ".");
        this.description = description;
        this.action = action;
    }

    /** What was found. */
    public String getDescription() {
        return description;
    }

    /** What to change. */
    public String getAction() {
        return action;
    }
}
