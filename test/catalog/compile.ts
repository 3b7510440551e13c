import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..", "..");
const file = join(root, "components", "catalog", "program-under-test.ts");

/** Files of the project and of its libraries, each read once for all programs. */
const files = new Map<string, ts.SourceFile | undefined>();

/** What the compiler, with the project's own settings, says of a program of one file that stands in components/catalog. */
export function compile(source: string): readonly string[] {
    const config = ts.readConfigFile(join(root, "tsconfig.json"), path => ts.sys.readFile(path));
    const { options: settings } = ts.convertCompilerOptionsFromJson(
        (config.config as { compilerOptions: unknown }).compilerOptions,
        root,
    );
    const options = { ...settings, types: ["node"] };
    const disk = ts.createCompilerHost(options);
    const host: ts.CompilerHost = {
        ...disk,
        fileExists: name => name === file || disk.fileExists(name),
        getSourceFile: (name, languageVersion, ...rest) => {
            if (name === file) return ts.createSourceFile(name, source, languageVersion);
            if (!files.has(name)) files.set(name, disk.getSourceFile(name, languageVersion, ...rest));
            return files.get(name);
        },
    };
    const program = ts.createProgram([file], options, host);
    return program
        .getSemanticDiagnostics(program.getSourceFile(file))
        .map(diagnostic => ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
}
