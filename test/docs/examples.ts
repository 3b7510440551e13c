import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { checkout, type PublicSymbol } from "./public-surface";

/** A piece of code that a reader may copy. */
export interface Example {
    /** `README.md`, `components/fleet/pool.ts`. */
    readonly file: string;
    /** Line of the file, counted from 1, on which the code starts. */
    readonly line: number;
    readonly code: string;
    /** A docstring speaks of the library's names without importing them; a guide shows the import. */
    readonly from: "docstring" | "guide";
}

/** The `@example` blocks of a public symbol: its own, and those of its members. */
export function docstringExamples({ declarations }: PublicSymbol): Example[] {
    return declarations.flatMap(declaration => docstrings(outermost(declaration)).flatMap(examplesOf));
}

/** A constant carries its docstring on the whole statement. */
function outermost(declaration: ts.Declaration): ts.Node {
    return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

function docstrings(node: ts.Node): ts.JSDoc[] {
    return node.getChildren().flatMap(child => (ts.isJSDoc(child) ? [child] : docstrings(child)));
}

function examplesOf(docstring: ts.JSDoc): Example[] {
    const source = docstring.getSourceFile();
    return (docstring.tags ?? [])
        .filter(tag => tag.tagName.text === "example")
        .map(tag => {
            const [first = "", ...others] = source.text
                .slice(tag.tagName.end, tag.end)
                .split("\n")
                .map((text, index) => (index === 0 ? text.trim() : text.replace(/^\s*\* ?/, "")));
            const { line } = source.getLineAndCharacterOfPosition(tag.tagName.end);
            const startsBelow = first === "";
            return {
                file: relative(checkout, source.fileName),
                line: line + (startsBelow ? 2 : 1),
                code: (startsBelow ? others : [first, ...others]).join("\n").trimEnd(),
                from: "docstring" as const,
            };
        });
}

/** A fenced block of a Markdown text. */
export interface FencedBlock {
    readonly language: string;
    /** Line on which its content starts, counted from 1. */
    readonly line: number;
    readonly content: string;
}

export function fencedBlocks(markdown: string): FencedBlock[] {
    const lines = markdown.split("\n");
    const blocks: FencedBlock[] = [];
    let open: { readonly fence: string; readonly language: string; readonly line: number } | undefined;
    for (const [index, text] of lines.entries()) {
        if (open === undefined) {
            const [, fence, language = ""] = /^\s*(`{3,})(\S*)/.exec(text) ?? [];
            if (fence !== undefined) open = { fence, language, line: index + 2 };
        } else if (text.trim() === open.fence) {
            const { language, line } = open;
            blocks.push({ language, line, content: lines.slice(line - 1, index).join("\n") });
            open = undefined;
        }
    }
    if (open !== undefined) throw new Error(`the block that starts on line ${open.line - 1} does not end`);
    return blocks;
}

/** What a reader reads besides docstrings, from the checkout: the Markdown files of its root and of `docs`. */
export function guides(): string[] {
    const inside = (folder: string) =>
        readdirSync(join(checkout, folder), { recursive: true, encoding: "utf8" }).map(name => join(folder, name));
    return [...readdirSync(checkout), ...inside("docs")].filter(file => file.endsWith(".md")).sort();
}

export function readGuide(file: string): string {
    return readFileSync(join(checkout, file), "utf8");
}

/** The TypeScript blocks of a guide. */
export function guideExamples(file: string): Example[] {
    return fencedBlocks(readGuide(file))
        .filter(({ language }) => language === "ts")
        .map(({ line, content }) => ({ file, line, code: content, from: "guide" }));
}
