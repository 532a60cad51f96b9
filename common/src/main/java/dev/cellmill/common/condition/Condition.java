package dev.cellmill.common.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A condition on a row, like {@code row["website"] != ""}. The row's columns are named literally, so that it is known
 * before any row is read which it needs. Thread-safe.
 */
public final class Condition {
    private static final String ROW = "row";
    private static final String INDEX = "_[_]";

    private static final Cel CEL = CelFactory.standardCelBuilder()
            .setOptions(CelOptions.current().enableHeterogeneousNumericComparisons(true).build())
            .addVar(ROW, MapType.create(SimpleType.STRING, SimpleType.DYN))
            .setResultType(SimpleType.BOOL)
            .build();

    private final String expression;
    private final CelRuntime.Program program;
    private final List<String> references;

    private Condition(String expression, CelRuntime.Program program, Collection<String> references) {
        this.expression = expression;
        this.program = program;
        this.references = List.copyOf(references);
    }

    /** What came of compiling one. */
    public sealed interface Compiled {
        record Usable(Condition condition) implements Compiled {}

        /** @param why what is wrong, and where */
        record Refused(String why) implements Compiled {}
    }

    /** What came of a row. */
    public sealed interface Result {
        record Holds(boolean holds) implements Result {}

        /** It could not be evaluated. @param why with the expression */
        record Failed(String why) implements Result {}
    }

    public static Compiled compile(String expression) {
        try {
            CelAbstractSyntaxTree tree = CEL.compile(expression).getAst();
            var references = new TreeSet<String>();
            boolean literal = CelNavigableAst.fromAst(tree).getRoot().allNodes()
                    .filter(node -> node.getKind() == ExprKind.Kind.IDENT && node.expr().ident().name().equals(ROW))
                    .allMatch(node -> column(node).map(references::add).isPresent());
            return literal
                    ? new Compiled.Usable(new Condition(expression, CEL.createProgram(tree), references))
                    : new Compiled.Refused("Name each column of the row literally, like row[\"website\"].");
        } catch (CelValidationException e) {
            return new Compiled.Refused(e.getMessage());
        } catch (CelEvaluationException e) {
            return new Compiled.Refused(String.valueOf(e.getMessage()));
        }
    }

    /** Which column this use of the row names; empty if it is used otherwise. */
    private static Optional<String> column(CelNavigableExpr row) {
        return row.parent().map(CelNavigableExpr::expr).flatMap(use -> switch (use.getKind()) {
            case SELECT -> Optional.of(use.select().field());
            case CALL -> indexed(use.call());
            default -> Optional.empty();
        });
    }

    private static Optional<String> indexed(CelExpr.CelCall call) {
        if (!call.function().equals(INDEX) || call.args().size() != 2) {
            return Optional.empty();
        }
        CelExpr index = call.args().get(1);
        return index.getKind() == ExprKind.Kind.CONSTANT
                && index.constant().getKind() == CelConstant.Kind.STRING_VALUE
                        ? Optional.of(index.constant().stringValue())
                        : Optional.empty();
    }

    /** The row's columns that it names, sorted. */
    public List<String> references() {
        return references;
    }

    /** @param row by column; what is absent or null counts as an empty text */
    public Result evaluate(Map<String, JsonNode> row) {
        Map<String, Object> values = new HashMap<>();
        references.forEach(name -> values.put(name, value(row.get(name))));
        try {
            return program.eval(Map.of(ROW, values)) instanceof Boolean holds
                    ? new Result.Holds(holds)
                    : new Result.Failed("runIf %s: it is neither true nor false for this row".formatted(expression));
        } catch (CelEvaluationException e) {
            return new Result.Failed("runIf %s: %s".formatted(expression, e.getMessage()));
        }
    }

    private static Object value(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return "";
        }
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isArray()) {
            return node.valueStream().map(Condition::value).toList();
        }
        Map<String, Object> members = new HashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
        return members;
    }
}
