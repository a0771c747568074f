package io.leaderelection.lock;

import org.jspecify.annotations.Nullable;

/** Text that somebody else has written, made fit to be shown: anybody may put anything into a lease. */
public final class ForeignText {

    /** Longest text that is shown, in characters: the longest name of a Kubernetes object. */
    public static final int LONGEST = 253;

    private ForeignText() {}

    /** The text with control characters and other invisible ones escaped, cut to {@value #LONGEST} characters. */
    public static String shown(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder shown = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length(); i++) {
            String next = shown(text.charAt(i));
            int room = i < text.length() - 1 ? LONGEST - 1 : LONGEST;
            if (shown.length() + next.length() > room) {
                return shown.append('…').toString();
            }
            shown.append(next);
        }
        return shown.toString();
    }

    private static String shown(char c) {
        boolean invisible = Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                || Character.isSurrogate(c);
        return invisible ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    }
}
