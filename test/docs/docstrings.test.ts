// Proves that docstrings are there, not that they are good. Whether their examples compile is the concern of examples.test.ts.
import assert from "node:assert/strict";
import { docstringExamples } from "./examples";
import { librarySources, publicSymbols, type PublicSymbol } from "./public-surface";

describe("what a user can import", () => {
    const symbols = publicSymbols(librarySources());

    function named({ where, name }: PublicSymbol): string {
        return `${where} ${name}`;
    }

    it("has a docstring", () => {
        assert.ok(symbols.length > 0);
        assert.deepEqual(symbols.filter(symbol => !symbol.documented).map(named), []);
    });

    it("has one for every argument, and for every output of a component", () => {
        const withProperties = symbols.filter(({ kind }) => kind === "arguments" || kind === "component");
        const undocumented = withProperties.flatMap(symbol =>
            symbol.properties.filter(({ documented }) => !documented).map(({ name }) => `${named(symbol)}.${name}`),
        );
        assert.deepEqual(undocumented, []);
    });

    it("shows by example how it is used, when it is a component, a function, or a type that takes something", () => {
        const kinds: readonly PublicSymbol["kind"][] = ["component", "function", "arguments", "generic"];
        const wanted = symbols.filter(({ kind }) => kinds.includes(kind));
        for (const kind of kinds)
            assert.ok(
                wanted.some(symbol => symbol.kind === kind),
                `there is no ${kind}`,
            );
        assert.deepEqual(wanted.filter(symbol => docstringExamples(symbol).length === 0).map(named), []);
    });
});
