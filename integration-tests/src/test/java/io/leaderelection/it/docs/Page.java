package io.leaderelection.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** One page of the documentation, as Markdown. */
record Page(Path file, List<String> lines) {

    static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();

    private static final String FENCE = "```";
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

    /** All pages of the project. */
    static List<Page> all() {
        SortedSet<Path> found = new TreeSet<>();
        try {
            Files.walkFileTree(ROOT, Set.of(), 6, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    // What a build or git is at work in changes while it is read.
                    return SKIPPED.contains(folder.getFileName().toString()) && !folder.equals(ROOT)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            return found.stream().map(Page::of).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Page of(Path file) {
        try {
            return new Page(file, Files.readAllLines(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The blocks of code, in order. */
    List<Snippet> snippets() {
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int begin = i;
                StringBuilder text = new StringBuilder();
                for (i++; i < lines.size() && !lines.get(i).startsWith(FENCE); i++) {
                    text.append(lines.get(i)).append('\n');
                }
                snippets.add(new Snippet(this, begin + 1, lines.get(begin).substring(FENCE.length()), text.toString()));
            }
        }
        return snippets;
    }

    /** The lines outside of blocks of code. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                code = !code;
            } else if (!code) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** What a link may name behind {@code #}: the headings, as they are shown on the web. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        for (String line : prose()) {
            if (line.startsWith("#")) {
                anchors.add(line.replaceFirst("^#+ *", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }

    @Override
    public String toString() {
        return ROOT.relativize(file).toString();
    }

    /** One block of code. */
    record Snippet(Page page, int line, String language, String text) {

        /** All blocks in this language, of all pages. */
        static List<Snippet> in(String language) {
            return Page.all().stream()
                    .flatMap(page -> page.snippets().stream())
                    .filter(snippet -> snippet.language().equals(language))
                    .toList();
        }

        @Override
        public String toString() {
            return page + ":" + line;
        }
    }
}
