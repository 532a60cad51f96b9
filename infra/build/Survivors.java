import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Compares the mutants that no test killed with the list of those that need not be killed: one that is not listed is a
 * failure, and so is an entry that no mutant needs any more. Run from the top folder, with modules that PIT has run in.
 */
final class Survivors {
    /** {@code - `line of code`, what was done to it: why no test can or should notice}, after a heading that names the class. */
    private static final Pattern ENTRY = Pattern.compile("- `(?<code>.+)`, (?<change>.+?)(?: ×(?<count>\\d+))?: (?<reason>.+)");
    private static final String HEADING = "## ";
    private static final Path LIST = Path.of("infra/build/mutation.md");
    private static final Set<String> NOT_KILLED = Set.of("SURVIVED", "NO_COVERAGE");
    /** One that makes the code slower and nothing else may end so or live, as quick as the machine is. */
    private static final String TIMED_OUT = "TIMED_OUT";

    private Survivors() {}

    /** Line numbers change with every edit, so a mutant is known by its line's text. */
    private record Mutant(String type, String code, String change) implements Comparable<Mutant> {
        @Override
        public int compareTo(Mutant other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return type + ": `" + code + "`, " + change;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Map<Mutant, Integer> surviving = new TreeMap<>();
        Map<Mutant, Integer> possible = new TreeMap<>();
        Set<String> types = new HashSet<>();
        for (String module : arguments) {
            List<Element> all = mutants(Path.of(module, "target/pit-reports/mutations.xml"));
            int before = count(surviving);
            for (Element one : all) {
                String type = text(one, "mutatedClass").replaceFirst("\\$.*", "");
                types.add(type);
                var mutant = new Mutant(type, code(Path.of(module, "src/main/java"), type, one),
                        text(one, "description"));
                String status = one.getAttribute("status");
                if (NOT_KILLED.contains(status)) {
                    surviving.merge(mutant, 1, Integer::sum);
                }
                if (NOT_KILLED.contains(status) || status.equals(TIMED_OUT)) {
                    possible.merge(mutant, 1, Integer::sum);
                }
            }
            System.out.printf("%s: %d mutants, %d live%n", module, all.size(), count(surviving) - before);
        }
        Map<Mutant, Integer> listed = listed(LIST);
        listed.keySet().removeIf(mutant -> !types.contains(mutant.type()));
        int wrong = report("no test notices, and no reason is written down", surviving, listed)
                + report("is listed, but a test notices it now", listed, possible);
        if (types.isEmpty() || wrong > 0) {
            System.out.println(wrong + " differences to " + LIST);
            System.exit(1);
        }
    }

    private static int count(Map<Mutant, Integer> mutants) {
        return mutants.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int report(String what, Map<Mutant, Integer> some, Map<Mutant, Integer> others) {
        int more = 0;
        for (Map.Entry<Mutant, Integer> one : some.entrySet()) {
            int difference = one.getValue() - others.getOrDefault(one.getKey(), 0);
            if (difference > 0) {
                System.out.println(what + (difference > 1 ? " (" + difference + ")" : "") + ": " + one.getKey());
                more += difference;
            }
        }
        return more;
    }

    private static List<Element> mutants(Path report) throws Exception {
        var nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile())
                .getElementsByTagName("mutation");
        return IntStream.range(0, nodes.getLength()).mapToObj(place -> (Element) nodes.item(place)).toList();
    }

    private static String text(Element mutant, String name) {
        return mutant.getElementsByTagName(name).item(0).getTextContent();
    }

    private static String code(Path sources, String type, Element mutant) throws IOException {
        int end = type.lastIndexOf('.') + 1;
        Path file = sources.resolve(type.substring(0, end).replace('.', '/')).resolve(text(mutant, "sourceFile"));
        return Files.readAllLines(file).get(Integer.parseInt(text(mutant, "lineNumber")) - 1).strip();
    }

    private static Map<Mutant, Integer> listed(Path list) throws IOException {
        Map<Mutant, Integer> listed = new TreeMap<>();
        String type = "";
        for (String line : Files.readAllLines(list)) {
            Matcher entry = ENTRY.matcher(line);
            if (line.startsWith(HEADING)) {
                type = "dev.cellmill." + line.substring(HEADING.length());
            } else if (entry.matches()) {
                int count = entry.group("count") == null ? 1 : Integer.parseInt(entry.group("count"));
                listed.merge(new Mutant(type, entry.group("code"), entry.group("change")), count, Integer::sum);
            } else if (line.startsWith("- ")) {
                throw new IllegalArgumentException("no entry of a mutant: " + line);
            }
        }
        return listed;
    }
}
