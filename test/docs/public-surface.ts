import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

export const checkout = join(__dirname, "..", "..");

/** What a user can import: the specifier, and the source behind it. */
export const entries: readonly { readonly specifier: string; readonly file: string }[] = [
    { specifier: "pulumi-accelerators", file: "components/index.ts" },
    ...["aws", "kubernetes", "fleet", "catalog"].map(room => ({
        specifier: `pulumi-accelerators/${room}`,
        file: `components/${room}/index.ts`,
    })),
];

/** Something that a public entry exports. */
export interface PublicSymbol {
    readonly name: string;
    /** The first entry that exports it. */
    readonly specifier: string;
    readonly kind: "component" | "function" | "arguments" | "generic" | "type" | "value";
    /** `components/fleet/pool.ts:12` */
    readonly where: string;
    /** The nodes that carry its docstring: one for each overload. */
    readonly declarations: readonly ts.Declaration[];
    readonly documented: boolean;
    /** Public properties of its own, for interfaces and classes. */
    readonly properties: readonly { readonly name: string; readonly documented: boolean }[];
}

/** The sources of the library, without what they import from packages: enough to see what is exported, and quick. */
export function librarySources(): ts.Program {
    const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022 };
    const host = ts.createCompilerHost(options);
    return ts.createProgram(
        entries.map(entry => join(checkout, entry.file)),
        options,
        { ...host, resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => resolved(text, from)) },
    );
}

function resolved(specifier: string, from: string): ts.ResolvedModuleWithFailedLookupLocations {
    const path = join(from, "..", specifier);
    const resolvedFileName = existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts");
    return { resolvedModule: specifier.startsWith(".") ? { resolvedFileName, extension: ".ts" } : undefined };
}

/** Everything that the public entries export, each once. */
export function publicSymbols(program: ts.Program): PublicSymbol[] {
    const checker = program.getTypeChecker();
    const found = new Map<ts.Symbol, PublicSymbol>();
    for (const { specifier, file } of entries) {
        for (const exported of exportsOf(join(checkout, file), program)) {
            const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
            const isRoom = (symbol.flags & ts.SymbolFlags.ValueModule) !== 0;
            if (!isRoom && !found.has(symbol)) {
                found.set(symbol, describeSymbol(symbol, exported.name, specifier, checker));
            }
        }
    }
    return [...found.values()];
}

function exportsOf(file: string, program: ts.Program): ts.Symbol[] {
    const source = program.getSourceFile(file);
    const module = source && program.getTypeChecker().getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} is no module`);
    return program.getTypeChecker().getExportsOfModule(module);
}

function describeSymbol(symbol: ts.Symbol, name: string, specifier: string, checker: ts.TypeChecker): PublicSymbol {
    const declarations = symbol.getDeclarations() ?? [];
    const [first] = declarations;
    if (first === undefined) throw new Error(`${name} has no declaration`);
    const isDocumented = (one: ts.Symbol) => one.getDocumentationComment(checker).length > 0;
    const members = declarations
        .filter(each => ts.isInterfaceDeclaration(each) || ts.isClassDeclaration(each))
        .flatMap(each => [...each.members].filter(isPublicProperty));
    return {
        name,
        specifier,
        kind: kindOf(first, name),
        where: locationOf(first),
        declarations,
        documented: isDocumented(symbol),
        properties: members.flatMap(member => {
            const property = member.name && checker.getSymbolAtLocation(member.name);
            return property === undefined ? [] : [{ name: property.name, documented: isDocumented(property) }];
        }),
    };
}

function kindOf(declaration: ts.Declaration, name: string): PublicSymbol["kind"] {
    if (ts.isFunctionDeclaration(declaration)) return "function";
    if (ts.isClassDeclaration(declaration)) {
        return "__pulumiType" in Object.fromEntries(declaration.members.map(member => [nameText(member), true]))
            ? "component"
            : "value";
    }
    if (!ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration)) return "value";
    if (/(Args|Options)$/.test(name)) return "arguments";
    return (declaration.typeParameters?.length ?? 0) > 0 ? "generic" : "type";
}

function isPublicProperty(member: ts.TypeElement | ts.ClassElement): boolean {
    const hidden = ts.ModifierFlags.NonPublicAccessibilityModifier | ts.ModifierFlags.Static;
    const isProperty = ts.isPropertySignature(member) || ts.isPropertyDeclaration(member);
    return isProperty && (ts.getCombinedModifierFlags(member) & hidden) === 0;
}

function nameText({ name }: ts.ClassElement): string {
    return name !== undefined && ts.isIdentifier(name) ? name.text : "";
}

/** `components/fleet/pool.ts:12` */
export function locationOf(node: ts.Node): string {
    const source = node.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    return `${relative(checkout, source.fileName)}:${line + 1}`;
}
