// Proves that what guides show is accepted: configurations, faults, commands, links. Does not prove that a guide is understood, nor
// that AWS accepts what the plan accepts.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { parse } from "yaml";
import { faultsIn, type Fault } from "../../sim/cloud/faults";
import { giveReservation } from "../../sim/cloud/given-reservations";
import { readSettings } from "../../stacks/configuration";
import { planStack } from "../../stacks/plan";
import { documents } from "../../tools/docs/documents";
import { anAccount } from "../sim/cloud/an-account";
import { asEngineConfiguration, shippedStacks, type StackFile } from "../stacks/builders";
import { fencedBlocks, guides, readGuide, type FencedBlock } from "./examples";
import { checkout } from "./public-surface";

/** The compiler asks for another line here when there is another kind. */
const faultKinds: Readonly<Record<Fault["kind"], true>> = {
    error: true,
    throttle: true,
    loseAnswer: true,
    kill: true,
    capacityOut: true,
    drift: true,
};

interface Block extends FencedBlock {
    readonly where: string;
}

function blocks(language: string): Block[] {
    return guides().flatMap(file =>
        fencedBlocks(readGuide(file))
            .filter(block => block.language === language)
            .map(block => ({ ...block, where: `${file}:${block.line}` })),
    );
}

/** What a guide shows as JSON is a file of faults, or a reservation. */
function isFaults({ content }: FencedBlock): boolean {
    return "faults" in (JSON.parse(content) as object);
}

describe("generated pages", () => {
    it("are up to date; `npm run docs` writes them", async () => {
        for (const { file, text } of await documents()) assert.equal(readGuide(file), text, file);
    });
});

describe("guides", () => {
    it("show stacks that plan without a problem", () => {
        const shown = blocks("yaml");
        assert.ok(shown.length > 0);
        for (const { content, where } of shown) {
            const file: StackFile = { name: where, content: parse(content) as StackFile["content"] };
            const configuration = asEngineConfiguration(file);
            const defaults = { region: configuration["aws:region"], profile: undefined };
            const pools = planStack(where, readSettings(where, configuration), {
                defaults,
                now: "2026-11-22T12:00:00Z",
            });
            assert.ok(pools.length > 0, where);
        }
    });

    it("show faults that the local cloud takes", () => {
        const folder = mkdtempSync(join(tmpdir(), "faults-"));
        try {
            const shown = blocks("json").filter(isFaults);
            assert.ok(shown.length > 0);
            for (const { content, where } of shown) {
                const file = join(folder, "faults.json");
                writeFileSync(file, content);
                assert.ok(faultsIn(file)().length > 0, where);
            }
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("show reservations that the local cloud takes", async () => {
        const shown = blocks("json").filter(block => !isFaults(block));
        assert.ok(shown.length > 0);
        for (const { content, where } of shown)
            assert.match(await giveReservation(anAccount(), JSON.parse(content)), /^cr-/, where);
    });

    it("describe every kind of fault, with an example", () => {
        const page = readGuide("docs/simulation.md");
        const [reference] = fencedBlocks(page).filter(block => block.language === "json" && isFaults(block));
        const { faults } = JSON.parse(reference?.content ?? "{}") as { readonly faults: readonly Fault[] };
        const described = [...page.matchAll(/^\| `(\w+)` +\| /gm)].map(([, name]) => name);
        for (const kind of Object.keys(faultKinds)) {
            assert.ok(described.includes(kind), `no description of ${kind}`);
            assert.ok(
                faults.some(fault => fault.kind === kind),
                `no example of ${kind}`,
            );
        }
    });

    it("name every shipped stack", () => {
        for (const { name } of shippedStacks()) {
            assert.ok(readGuide("docs/guides/add-a-stack.md").includes(`\`${name}\``), name);
        }
    });

    it("name commands that there are", () => {
        const { scripts } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
            readonly scripts: Readonly<Record<string, string>>;
        };
        for (const file of guides()) {
            for (const [text, name = ""] of readGuide(file).matchAll(/npm run ([\w-]+)/g)) {
                assert.ok(name in scripts, `${file} says ${text}`);
            }
        }
    });

    it("link to files and headings that there are", () => {
        for (const file of guides()) {
            for (const [link, target = ""] of withoutCode(readGuide(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
                if (/^[a-z]+:/.test(target)) continue;
                const [path = "", anchor] = target.split("#");
                const linked = path === "" ? file : relative(checkout, join(checkout, dirname(file), path));
                assert.ok(existsSync(join(checkout, linked)), `${file}: ${link} leads nowhere`);
                if (anchor !== undefined) {
                    assert.ok(anchorsOf(readGuide(linked)).has(anchor), `${file}: ${link} has no such heading`);
                }
            }
        }
    });
});

function withoutCode(markdown: string): string {
    return markdown.replaceAll(/^ *```[^]*?^ *```$/gm, "").replaceAll(/`[^`\n]*`/g, "");
}

/** Anchors as GitHub gives them: lower case, spaces as hyphens, other signs gone. */
function anchorsOf(markdown: string): Set<string> {
    const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.toLowerCase());
    return new Set(headings.map(heading => heading.replaceAll(/[^\w\s-]/g, "").replaceAll(/\s/g, "-")));
}
