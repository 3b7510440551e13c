import { readFileSync } from "node:fs";
import { join } from "node:path";
import { capacityGuide } from "./capacity";
import { intentGuide } from "./intents";
import { invariantsReference } from "./invariants";
import { problemsReference } from "./problems";
import { simulationPage } from "./simulation";

/** A page of the documentation that is written by a program, or has parts that are. */
export interface Document {
    /** From the checkout: `docs/problems.md`. */
    readonly file: string;
    readonly text: string;
}

const checkout = join(__dirname, "..", "..");

const withGeneratedParts: Readonly<Record<string, (page: string) => string>> = {
    "docs/guides/choose-an-intent.md": intentGuide,
    "docs/guides/run-on-a-capacity-block.md": capacityGuide,
    "docs/simulation.md": simulationPage,
};

/** Every such page as it should be, formatted as the checkout's other pages are. */
export async function documents(): Promise<Document[]> {
    return Promise.all([
        formatted("docs/invariants.md", invariantsReference()),
        formatted("docs/problems.md", problemsReference()),
        ...Object.entries(withGeneratedParts).map(([file, page]) =>
            formatted(file, page(readFileSync(join(checkout, file), "utf8"))),
        ),
    ]);
}

async function formatted(file: string, text: string): Promise<Document> {
    const prettier = await import("prettier");
    const filepath = join(checkout, file);
    const options = await prettier.resolveConfig(filepath);
    return { file, text: await prettier.format(text, { ...options, filepath }) };
}
