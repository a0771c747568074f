package io.leaderelection.it.docs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.leaderelection.it.deployment.Kubectl;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that the documentation prints is in one of two tables: those that are run here, by a real kubectl
 * against a real API server, and those that are not, with the reason.
 */
@RealApiServer
class CommandTests {

    /** Commands that are run here, with a part of what they print; a line break stands before and after all of it. */
    private static final Map<String, String> RUN = Map.ofEntries(
            entry("kubectl apply -k sample-app/kubernetes/base", "lease.coordination.k8s.io/sample created"),
            entry("kubectl get lease billing -o yaml", "holderIdentity: billing-0"),
            entry("kubectl get role billing-leader-election -o yaml", "resourceNames"),
            entry("kubectl get lease billing -o yaml --show-managed-fields", "f:holderIdentity"),
            entry("kubectl get lease --all-namespaces --field-selector metadata.name=billing", "billing-0"),
            entry("kubectl describe lease billing", "billing-0 became leader"),
            entry("kubectl get events --field-selector reason=LeaderElection", "billing-0 became leader"),
            entry(
                    "kubectl delete pod \"$(kubectl get lease billing -o jsonpath='{.spec.holderIdentity}')\"",
                    "\"billing-0\" deleted"),
            entry(
                    "kubectl auth can-i update leases.coordination.k8s.io/billing"
                            + " --as=system:serviceaccount:shop:billing -n shop",
                    "\nno\n"),
            entry(
                    "kubectl get lease billing --watch -o"
                            + " custom-columns=HOLDER:.spec.holderIdentity,TERM:.spec.leaseTransitions,RENEWED:.spec.renewTime",
                    "billing-0   3"));

    private static final String OF_THE_BUILD = "needs minutes; the same test without it is part of this build";
    private static final String MEASURES = "measures for minutes, and asserts nothing";

    /** Beginnings of commands that are not run here, and why. */
    private static final Map<String, String> NOT_HERE = new LinkedHashMap<>();

    static {
        NOT_HERE.put("mvn verify", "this is it");
        NOT_HERE.put("mvn -DskipTests install", "would change this machine; QuickstartTests installs elsewhere");
        NOT_HERE.put("mvn -f quickstart/pom.xml package", "QuickstartTests does so, without what is installed here");
        NOT_HERE.put("java -jar quickstart/target/billing-1.0.0.jar", "QuickstartTests starts it");
        NOT_HERE.put("mvn -B -ntp verify -Pnode", "needs a node");
        NOT_HERE.put("mvn -B -ntp -Pnode ", MEASURES);
        NOT_HERE.put("mvn -q -pl sample-app -am package -Pdemo", "DemoTests plays the demonstration");
        NOT_HERE.put("mvn -pl sample-app -am test -Dtest=ControlRoomPageTests", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl sample-app -am test -Dtest=KillOnPageMeasurement", MEASURES);
        NOT_HERE.put("mvn -pl benchmarks ", MEASURES);
        NOT_HERE.put("mvn -Pevidence -pl evidence ", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl integration-tests -am test -Dtest=TakeoverMeasurement", MEASURES);
        NOT_HERE.put("mvn -pl integration-tests -am test -Dtest=RollingUpdateMeasurement", MEASURES);
        NOT_HERE.put("mvn -pl integration-tests -am test -Dtest=ShardMeasurement", MEASURES);
        NOT_HERE.put("mvn -pl integration-tests -am test -Dtest=GroupSizeMeasurement", MEASURES);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure -am test -Dtest=SimulationTest ", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure -am test -Dtest='SimulationTest,MutantTest'", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure -am test -Dtest='GroupSimulationTest,", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure -am test -Dtest=GroupSimulationTest ", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure -am test -Dtest=GroupSearchTest ", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure -am test -Dtest=ExhaustiveSearchTest ", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure test -Dtest=ElectionTableTest", OF_THE_BUILD);
        NOT_HERE.put("mvn -pl leader-election-autoconfigure test -Dtest=ConfigurationReferenceTests", OF_THE_BUILD);
        NOT_HERE.put("mvn spotless:apply", "changes sources");
        NOT_HERE.put("mvn -pl sample-app -am package -Pimage ", "the tests on a real node make and run that image");
        NOT_HERE.put("promtool test rules ", "MonitoringTests runs it, where there is a promtool");
        NOT_HERE.put("kubectl port-forward ", "needs a node: there is no port without a running container");
        NOT_HERE.put("curl -s http://localhost:8080/actuator/", "OperatedSampleTests asks the sample for it");
        NOT_HERE.put(
                "kubectl logs ", "DeploymentTests does so, on a node: there are no logs without a running container");
    }

    private static final Pattern COMMAND = Pattern.compile("(mvn|kubectl|docker|curl|promtool|java|helm) .*");

    @TempDir
    private static Path cache;

    private final ApiServer server;

    CommandTests(ApiServer server) {
        this.server = server;
    }

    @Test
    void everyCommandIsInOneOfTheTables() {
        assertThat(commands().filter(command -> !RUN.containsKey(command) && reasonAgainst(command) == null))
                .as("run these here, or say why not")
                .isEmpty();
    }

    @Test
    void theTablesHoldNoCommandThatNobodyPrints() {
        List<String> printed = commands().toList();
        assertThat(RUN.keySet()).isSubsetOf(printed);
    }

    @TestFactory
    Stream<DynamicTest> prints() {
        Path programs = Kubectl.program().getParent();
        return RUN.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    try (TestNamespace namespace = server.newNamespace("commands")) {
                        prepare(namespace);
                        assertThat("\n" + run(each.getKey(), programs, namespace) + "\n")
                                .contains(each.getValue());
                        namespace.server().admin().delete("/api/v1/namespaces/" + namespace.name() + "/pods/billing-0");
                        namespace.server().admin().delete("/api/v1/namespaces/" + namespace.name() + "/events");
                    }
                }));
    }

    /** A Lease, the right to it, the pod that holds it, and the event that told so. */
    private static void prepare(TestNamespace namespace) {
        String core = "/api/v1/namespaces/" + namespace.name();
        String leases = "/apis/coordination.k8s.io/v1/namespaces/" + namespace.name() + "/leases";
        var admin = namespace.server().admin();
        String uid = admin.post(leases, json("""
            {'metadata':{'name':'billing'},'spec':{'holderIdentity':'billing-0','leaseDurationSeconds':15,
             'leaseTransitions':3,'renewTime':'2026-01-02T12:00:03.250000Z'}}\
            """))
                .ok()
                .json()
                .getAsJsonObject("metadata")
                .get("uid")
                .getAsString();
        admin.post("/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace.name() + "/roles", json("""
            {'metadata':{'name':'billing-leader-election'},'rules':[{'apiGroups':['coordination.k8s.io'],
             'resources':['leases'],'resourceNames':['billing'],'verbs':['get']}]}\
            """))
                .ok();
        admin.post(core + "/pods", json("""
            {'metadata':{'name':'billing-0'},'spec':{'containers':[{'name':'app','image':'app'}]}}\
            """)).ok();
        admin.post(core + "/events", json("""
            {'metadata':{'generateName':'billing.'},'type':'Normal','reason':'LeaderElection',
             'message':'billing-0 became leader','involvedObject':{'kind':'Lease','name':'billing',
             'namespace':'%s','apiVersion':'coordination.k8s.io/v1','uid':'%s'}}\
            """.formatted(namespace.name(), uid))).ok();
    }

    private String run(String command, Path programs, TestNamespace namespace) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .directory(Page.ROOT.toFile());
        builder.environment().put("PATH", programs + File.pathSeparator + System.getenv("PATH"));
        builder.environment()
                .put("KUBECONFIG", server.adminKubeconfig(namespace.name()).toString());
        builder.environment().put("KUBECACHEDIR", cache.toString());
        Process process = builder.start();
        try (var lines = process.inputReader()) {
            if (command.contains(" --watch ")) {
                return lines.readLine() + "\n" + lines.readLine(); // it would never end
            }
            String output = String.join("\n", lines.lines().toList());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
            return output;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String reasonAgainst(String command) {
        return NOT_HERE.entrySet().stream()
                .filter(each -> command.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The commands of all shell snippets, one a line, and those that stand in blocks without a language. */
    private static Stream<String> commands() {
        List<String> commands = new ArrayList<>();
        for (Page page : Page.all()) {
            for (Page.Snippet snippet : page.snippets()) {
                if (snippet.language().equals("sh") || snippet.language().isEmpty()) {
                    snippet.text()
                            .replaceAll("\\\\\n *", "")
                            .lines()
                            .filter(line -> snippet.language().equals("sh")
                                    || COMMAND.matcher(line).matches())
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .forEach(commands::add);
                }
            }
        }
        return commands.stream().distinct();
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
