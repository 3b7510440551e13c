import { join } from "node:path";
import ts from "typescript";
import type { Example } from "./examples";
import { checkout, entries, type PublicSymbol } from "./public-surface";

/** What the compiler says of an example, where a reader finds it: `README.md:79: Cannot find name 'trian'.` */
export type Complaint = string;

/** What each name that an example leaves open is imported from. */
type Origins = ReadonlyMap<string, string>;

const leftOpen = join(checkout, "test/docs/left-open");
const folder = join(checkout, "test/docs/examples-under-test");

/** Compiles every example as a module of its own, all in one program, with the project's own settings. */
export function compileExamples(examples: readonly Example[], symbols: readonly PublicSymbol[]): Complaint[] {
    const modules = new Map(
        examples.map((example, index) => [join(folder, `${index}.ts`), { example, text: asModule(example, symbols) }]),
    );
    const options = compilerOptions();
    const disk = ts.createCompilerHost(options);
    const program = ts.createProgram([...modules.keys()], options, {
        ...disk,
        fileExists: name => modules.has(name) || disk.fileExists(name),
        readFile: name => modules.get(name)?.text ?? disk.readFile(name),
        getSourceFile: (name, language, ...rest) => {
            const text = modules.get(name)?.text;
            return text === undefined
                ? disk.getSourceFile(name, language, ...rest)
                : ts.createSourceFile(name, text, language, true);
        },
    });
    return [...modules].flatMap(([file, { example }]) => complaintsOf(example, program, program.getSourceFile(file)));
}

function complaintsOf({ file, line }: Example, program: ts.Program, source: ts.SourceFile | undefined): Complaint[] {
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return diagnostics.map(({ start = 0, messageText }) => {
        const lineOfModule = source?.getLineAndCharacterOfPosition(start).line ?? 0;
        return `${file}:${line + lineOfModule - 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
}

/** The example below one line that imports what it leaves open: line n of the example is line n + 1 of the module. */
export function asModule(example: Example, symbols: readonly PublicSymbol[]): string {
    const wanted = openNames(example.code);
    const imports = [...originsFor(example, symbols)]
        .filter(([name]) => wanted.has(name))
        .map(([name, specifier]) => `import { ${name} } from ${JSON.stringify(specifier)};`);
    return `${imports.join(" ")} export {};\n${example.code}\n`;
}

/** Names that an example need not import: those of the library in a docstring, and the few of `left-open.ts` everywhere. */
function originsFor({ from }: Example, symbols: readonly PublicSymbol[]): Origins {
    const open = ["accel", "chips", "cluster", "fpgas", "name", "network", "pools", "serve", "system", "train"];
    const exported = symbols.map(({ name, specifier }) => [name, specifier] as const);
    const others = [
        ...["aws", "fleet", "kubernetes"].map(room => [room, "pulumi-accelerators"] as const),
        ["z", "zod"] as const,
    ];
    return new Map([
        ...(from === "docstring" ? [...exported, ...others] : []),
        ...open.map(name => [name, leftOpen] as const),
    ]);
}

/** Names that the code uses and does not declare at its top. */
function openNames(code: string): Set<string> {
    const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
    const used = new Set(identifiers(source));
    for (const statement of source.statements) declaredBy(statement).forEach(name => used.delete(name));
    return used;
}

function identifiers(node: ts.Node): string[] {
    const below = node.getChildren().flatMap(identifiers);
    return ts.isIdentifier(node) && !namesAMember(node) ? [node.text] : below;
}

function namesAMember(identifier: ts.Identifier): boolean {
    const { parent } = identifier;
    return (
        (ts.isPropertyAccessExpression(parent) && parent.name === identifier) ||
        (ts.isPropertyAssignment(parent) && parent.name === identifier)
    );
}

function declaredBy(statement: ts.Statement): string[] {
    if (ts.isVariableStatement(statement)) {
        return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    }
    if (ts.isImportDeclaration(statement)) {
        const { name, namedBindings } = statement.importClause ?? {};
        const bindings = namedBindings === undefined ? [] : identifiers(namedBindings);
        return [...(name === undefined ? [] : [name.text]), ...bindings];
    }
    const declares = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return declares && statement.name !== undefined ? [statement.name.text] : [];
}

/** The project's settings; the library is imported by its name, as in another repository. */
function compilerOptions(): ts.CompilerOptions {
    const { config } = ts.readConfigFile(join(checkout, "tsconfig.json"), path => ts.sys.readFile(path)) as {
        readonly config: { readonly compilerOptions: unknown };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, checkout);
    const paths = Object.fromEntries(entries.map(({ specifier, file }) => [specifier, [join(checkout, file)]]));
    return { ...options, types: ["node"], paths };
}
