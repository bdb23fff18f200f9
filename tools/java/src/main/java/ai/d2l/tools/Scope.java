package ai.d2l.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a file, or a chapter, sees of the module by its imports.
 *
 * @param types the simple names of the module's types that it sees
 * @param nested how nested types are called that it imports: {@code Range} is {@code Axes.Range}
 * @param methods whose the methods are that it imports: {@code require} is that of {@code
 *     Arguments}
 * @param foreign its imports from elsewhere, as they are written
 */
record Scope(
        Set<String> types,
        Map<String, String> nested,
        Map<String, String> methods,
        List<String> foreign) {

    private static final String MODULE = "ai.d2l";

    /**
     * Finds what is seen.
     *
     * @param home the package in which the file stands, empty for a chapter
     * @param imports as {@link CellNames#imports} has them
     */
    static Scope of(ModuleSource module, String home, Iterable<String> imports) {
        var scope = new Scope(new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        scope.addPackage(module, home);
        for (String declared : imports) {
            String name = declared.replaceFirst("^static ", "");
            if (!name.startsWith(MODULE + ".")) {
                scope.foreign.add(declared);
            } else if (declared.startsWith("static ")) {
                scope.addStatic(module, name);
            } else if (name.endsWith(".*")) {
                scope.addPackage(module, name.substring(0, name.length() - 2));
            } else {
                scope.addType(module, name);
            }
        }
        return scope;
    }

    private void addPackage(ModuleSource module, String name) {
        for (var file : module.files().entrySet()) {
            if (file.getValue().equals(name.replace('.', '/') + "/" + file.getKey() + ".java")) {
                types.add(file.getKey());
            }
        }
    }

    private void addType(ModuleSource module, String name) {
        String[] parts = name.split("\\.");
        String last = parts[parts.length - 1];
        String owner = parts[parts.length - 2];
        if (module.files().containsKey(owner)) {
            types.add(owner);
            nested.put(last, owner + "." + last);
        } else {
            types.add(last);
        }
    }

    private void addStatic(ModuleSource module, String name) {
        String[] parts = name.split("\\.");
        String owner = parts[parts.length - 2];
        types.add(owner);
        String member = parts[parts.length - 1];
        for (String method : module.staticMethods(owner)) {
            if (member.equals("*") || member.equals(method)) {
                methods.put(method, owner);
            }
        }
    }

    /** Returns the package of one of the module's files. */
    static String home(ModuleSource module, String type) {
        String file = Optional.ofNullable(module.files().get(type)).orElseThrow();
        return file.contains("/") ? file.substring(0, file.lastIndexOf('/')).replace('/', '.') : "";
    }
}
