package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link inside the project leads somewhere, and every page can be found. */
class LinkTests {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Set<String> LANGUAGES =
            Set.of("", "java", "kotlin", "yaml", "json", "xml", "sql", "sh", "properties", "promql", "mermaid", "text");

    private final List<Page> pages = Page.all();

    @Test
    void everyRelativeLinkLeadsToAFileAndToAHeading() {
        List<String> dead = new ArrayList<>();
        for (Page page : pages) {
            for (String link : links(page)) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? page.file()
                        : page.file().resolveSibling(parts[0]).normalize();
                boolean found = Files.exists(target)
                        && (parts.length == 1 || Page.of(target).anchors().contains(parts[1]));
                if (!found) {
                    dead.add(page + " → " + link);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyPageOfTheDocumentationIsLinkedFromTheReadmeOrAPageThatIs() {
        Set<Path> found = new java.util.LinkedHashSet<>(List.of(Page.ROOT.resolve("README.md")));
        List<Path> unread = new ArrayList<>(found);
        while (!unread.isEmpty()) {
            Page page = Page.of(unread.remove(0));
            for (String link : links(page)) {
                Path target = page.file().resolveSibling(link.split("#", 2)[0]).normalize();
                if (target.toString().endsWith(".md") && Files.exists(target) && found.add(target)) {
                    unread.add(target);
                }
            }
        }
        assertThat(pages.stream()
                        .map(Page::file)
                        .filter(file -> file.startsWith(Page.ROOT.resolve("docs")))
                        .filter(file -> !found.contains(file))
                        .map(Page.ROOT::relativize))
                .isEmpty();
    }

    @Test
    void everyBlockOfCodeSaysItsLanguage() {
        assertThat(pages.stream()
                        .flatMap(page -> page.snippets().stream())
                        .filter(snippet -> !LANGUAGES.contains(snippet.language()))
                        .map(snippet -> snippet + " " + snippet.language()))
                .isEmpty();
    }

    private static List<String> links(Page page) {
        List<String> links = new ArrayList<>();
        for (String line : page.prose()) {
            Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
            while (link.find()) {
                if (!link.group(1).matches("(https?|mailto):.*")) {
                    links.add(link.group(1));
                }
            }
        }
        return links;
    }
}
