package ai.d2l.tools;

import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The types of the module that a chapter needs, with all that they need in turn. */
final class Helpers {

    private final ModuleSource module;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<String> entered = new TreeSet<>();
    private final Set<String> imports = new TreeSet<>();

    Helpers(ModuleSource module) {
        this.module = module;
    }

    /** Adds a type, after those that it needs. */
    void add(String name) {
        if (!entered.add(name)) {
            return;
        }
        List<String> imported =
                ModuleSource.parse(module.text(name)).getImports().stream()
                        .map(Helpers::written)
                        .toList();
        Scope scope = Scope.of(module, Scope.home(module, name), imported);
        imports.addAll(scope.foreign());
        var rewriting = new Rewriting("", module.quote(name), "", scope, Set.of());
        rewriting.used().forEach(this::add);
        for (String supertype : supertypes(rewriting.result())) {
            if (entered.contains(supertype) && !texts.containsKey(supertype)) {
                throw new IllegalArgumentException(
                        "%s extends %s, which needs it: a kernel cannot define one after the other"
                                .formatted(name, supertype));
            }
        }
        texts.put(name, rewriting.result());
    }

    private static List<String> supertypes(String text) {
        TypeDeclaration<?> type = ModuleSource.parse(text).getType(0);
        return type.getChildNodes().stream()
                .filter(ClassOrInterfaceType.class::isInstance)
                .map(node -> ((ClassOrInterfaceType) node).getNameAsString())
                .toList();
    }

    /** Returns the texts, define before use as far as that is possible. */
    Map<String, String> texts() {
        return texts;
    }

    /** Returns what they import from elsewhere. */
    Set<String> imports() {
        return imports;
    }

    static String written(ImportDeclaration declared) {
        return (declared.isStatic() ? "static " : "")
                + declared.getNameAsString()
                + (declared.isAsterisk() ? ".*" : "");
    }
}
