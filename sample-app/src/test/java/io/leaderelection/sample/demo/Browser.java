package io.leaderelection.sample.demo;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window that looks at a room, and what a visitor does in it. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Whether there are a Chromium and its driver on this machine. */
    static boolean isInstalled() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    static Browser open(URI address) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium").orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        // fewer pictures a second, for the sake of those who share the machine
        options.addArguments("--force-prefers-reduced-motion");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.driver.manage().timeouts().scriptTimeout(PATIENCE);
        browser.visit(address.toString());
        return browser;
    }

    private static Optional<File> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    void visit(String address) {
        driver.get("about:blank");
        driver.get(address);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** The replica that leads and that all others know, once there is exactly one. */
    String awaitLeader() {
        return await().atMost(PATIENCE)
                .until(
                        () -> texts(".card.leads label"),
                        leaders -> leaders.size() == 1 && text("#verdict").startsWith(leaders.get(0) + " leads"))
                .get(0);
    }

    /** Waits until another replica than that leads, and returns its name. */
    String awaitLeaderOtherThan(String former) {
        await().atMost(PATIENCE).until(() -> !awaitLeader().equals(former));
        return awaitLeader();
    }

    /** Waits until so many replicas follow the leader. */
    void awaitFollowers(int number) {
        await().atMost(PATIENCE)
                .until(() -> texts(".card.running .badge").stream()
                                .filter("follows"::equals)
                                .count()
                        == number);
    }

    /** Waits until every shard has an owner, and these are the numbers of shards that the owners have, rising. */
    void awaitShares(Integer... shares) {
        await().atMost(PATIENCE)
                .until(
                        () -> texts("#shards .shard:not(.free) b").stream()
                                .collect(Collectors.groupingBy(Function.identity(), Collectors.summingInt(owner -> 1))),
                        owners -> owners.values().stream().sorted().toList().equals(List.of(shares)));
    }

    /** The time without a leader before the latest term of a replica, in milliseconds, as the page shows it. */
    double gapBefore(String replica) {
        return Double.parseDouble((String) run(
                "return document.querySelector('#terms tr[data-replica=' + arguments[0] + ']').dataset.gap", replica));
    }

    void press(String button, String replica) {
        find("#pick-" + replica).click();
        WebElement pressed = find("#press-" + button);
        await().atMost(PATIENCE).until(() -> pressed.isDisplayed() && pressed.isEnabled());
        pressed.click();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    String text(String selector) {
        return (String) run("return document.querySelector(arguments[0]).textContent", selector);
    }

    /** The texts of all that the selector finds, read at one moment. */
    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>)
                run("return [...document.querySelectorAll(arguments[0])].map(each => each.textContent)", selector);
    }

    void awaitText(String selector, String part) {
        await().atMost(PATIENCE).until(() -> texts(selector).stream().anyMatch(text -> text.contains(part)));
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script that calls its last argument with its result. */
    Object runAsync(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** What the page has complained of. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
    }

    /** Shows the page as on a screen of that width, as tall as it is. */
    void look(int width, boolean dark, boolean phone) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        measure(width, 900, phone);
        long height = (Long) run("return document.documentElement.scrollHeight");
        measure(width, (int) height, phone);
        runAsync("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"); // drawn anew
    }

    private void measure(int width, int height, boolean phone) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    }

    void picture(Path file) throws IOException {
        String data = (String) driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
