import { Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { obtainTools } from "./obtain";
import { toolNames, type ToolName } from "./tool-spec";

interface Options {
    readonly only?: readonly ToolName[];
    readonly offline?: boolean;
    readonly json?: boolean;
}

const program = new Command("npm run tools --")
    .description("Obtains the Pulumi engine and a Kubernetes control plane: installed, downloaded or built.")
    .addOption(new Option("--only <names>", `a comma-separated part of ${toolNames.join(", ")}`).argParser(parseNames))
    .option("--offline", "build what is missing, download no release")
    .option("--json", "print the paths as one JSON object")
    .showHelpAfterError()
    .action(print);

function parseNames(text: string): readonly ToolName[] {
    return text.split(",").map(part => {
        const name = toolNames.find(known => known === part.trim());
        if (name === undefined) {
            throw new InvalidArgumentError(`"${part.trim()}" is none of ${toolNames.join(", ")}.`);
        }
        return name;
    });
}

async function print(options: Options): Promise<void> {
    const paths = await obtainTools({ only: options.only, offline: options.offline });
    if (options.json === true) {
        console.log(JSON.stringify(paths, undefined, 4));
        return;
    }
    const width = Math.max(...toolNames.map(name => name.length));
    for (const [name, path] of Object.entries(paths)) {
        console.log(`${pc.green("✓")} ${name.padEnd(width)}  ${path}`);
    }
}

program.parseAsync(process.argv).catch((error: unknown) => {
    console.error(`${pc.red("✗")} ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
});
