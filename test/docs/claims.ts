import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { asModule } from "./compile-examples";
import type { Example } from "./examples";
import { checkout, entries, type PublicSymbol } from "./public-surface";

/**
 * What an example says comes out of an expression: the comment behind it, or on the lines below it, when that is a value.
 * `…` stands for what the example leaves out. Any other comment is prose.
 */
export interface Claim {
    readonly expression: ts.ExpressionStatement;
    readonly value: ts.Expression;
}

/** Claims that are not true, each where a reader finds it. */
export function untrueClaims(example: Example, symbols: readonly PublicSymbol[]): string[] {
    const source = parse(asModule(example, symbols));
    const claims = claimsOf(source);
    if (claims.length === 0) return [];
    const results = run(withProbes(source.text, claims));
    return claims.flatMap(({ expression, value }, index) => {
        const { line } = source.getLineAndCharacterOfPosition(expression.getStart());
        const result = results[index];
        if (agrees(result, value)) return [];
        return [`${example.file}:${example.line + line - 1}: says ${value.getText()}, is ${JSON.stringify(result)}`];
    });
}

export function countClaims(example: Example): number {
    return claimsOf(parse(example.code)).length;
}

function parse(text: string): ts.SourceFile {
    return ts.createSourceFile("example.ts", text, ts.ScriptTarget.ES2022, true);
}

function claimsOf(source: ts.SourceFile): Claim[] {
    return source.statements.filter(ts.isExpressionStatement).flatMap(expression => {
        const text = commentsAfter(expression.getEnd(), source.text);
        const value = text === "" ? undefined : literal(text);
        return value === undefined ? [] : [{ expression, value }];
    });
}

/** The comment on the rest of the line, and on the lines directly below when there is none. */
function commentsAfter(end: number, text: string): string {
    const [rest = "", ...below] = text.slice(end).split("\n");
    const comment = (line: string) => /^[;\s]*\/\/(.*)$/.exec(line)?.[1]?.trim();
    const beside = comment(rest);
    if (beside !== undefined) return beside;
    const others = below.findIndex(line => comment(line) === undefined);
    return below
        .slice(0, others === -1 ? undefined : others)
        .map(comment)
        .join("\n");
}

/** The text as a value, when it is written as one. */
function literal(text: string): ts.Expression | undefined {
    const source = parse(`(${text.replaceAll("…", "...rest")})`);
    const [statement] = source.statements;
    const syntaxErrors = ts.transpileModule(source.text, { reportDiagnostics: true }).diagnostics ?? [];
    if (syntaxErrors.length > 0 || source.statements.length !== 1) return undefined;
    if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
    const { expression } = statement;
    return ts.isParenthesizedExpression(expression) && isValue(expression.expression)
        ? expression.expression
        : undefined;
}

function isValue(node: ts.Expression): boolean {
    if (ts.isObjectLiteralExpression(node)) {
        return node.properties.every(
            property =>
                ts.isSpreadAssignment(property) || (ts.isPropertyAssignment(property) && isValue(property.initializer)),
        );
    }
    if (ts.isArrayLiteralExpression(node))
        return node.elements.every(each => ts.isSpreadElement(each) || isValue(each));
    return isPlain(node);
}

function isPlain(node: ts.Expression): boolean {
    const isWord = [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(
        node.kind,
    );
    return isWord || ts.isStringLiteral(node) || ts.isNumericLiteral(node) || node.getText() === "undefined";
}

function agrees(actual: unknown, value: ts.Expression): boolean {
    if (ts.isObjectLiteralExpression(value)) {
        if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
        const given = actual as Readonly<Record<string, unknown>>;
        const named = value.properties.filter(ts.isPropertyAssignment);
        const present = Object.keys(given).filter(key => given[key] !== undefined);
        const leavesOut = named.length < value.properties.length;
        return (
            (leavesOut || present.length === named.length) &&
            named.every(({ name, initializer }) => agrees(given[keyText(name)], initializer))
        );
    }
    if (ts.isArrayLiteralExpression(value)) {
        const elements = value.elements.filter(each => !ts.isSpreadElement(each));
        const leavesOut = elements.length < value.elements.length;
        return (
            Array.isArray(actual) &&
            (leavesOut || actual.length === elements.length) &&
            elements.every((each, index) => agrees(actual[index], each))
        );
    }
    if (ts.isStringLiteral(value)) return actual === value.text;
    if (value.getText() === "undefined") return actual === undefined;
    return JSON.stringify(actual) === value.getText();
}

function keyText(name: ts.PropertyName): string {
    return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}

/** The module with every expression of a claim handed to `probe`. */
function withProbes(text: string, claims: readonly Claim[]): string {
    return claims.reduceRight((changed, { expression: { expression } }) => {
        const [start, end] = [expression.getStart(), expression.getEnd()];
        return `${changed.slice(0, start)}probe((${changed.slice(start, end)}))${changed.slice(end)}`;
    }, text);
}

type ModuleBody = (
    require: (specifier: string) => unknown,
    exports: object,
    probe: (value: unknown) => void,
    console: object,
) => void;

/** What examples print is for their readers. */
const mute = { log: () => undefined, error: () => undefined };

const loadModule = createRequire(__filename);

/** Runs a module and gives what was probed, in order. */
function run(text: string): unknown[] {
    const { outputText } = ts.transpileModule(text, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    const probed: unknown[] = [];
    const load = (specifier: string): unknown => {
        const entry = entries.find(each => each.specifier === specifier);
        return loadModule(entry === undefined ? specifier : join(checkout, entry.file));
    };
    const body = runInThisContext(`(function (require, exports, probe, console) {${outputText}\n})`) as ModuleBody;
    body(load, {}, value => probed.push(value), mute);
    return probed;
}
