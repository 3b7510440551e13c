import { readdirSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../../components/catalog/nearest";
import { checkout } from "./local-paths";
import { CommandError } from "./command-error";

/** The stacks of this checkout: one per `stacks/Pulumi.<stack>.yaml`. */
export function stackNames(directory: string = join(checkout, "stacks")): string[] {
    return readdirSync(directory)
        .map(file => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
        .filter(name => name !== undefined)
        .sort();
}

/** The name itself when there is such a stack; otherwise an error that lists the stacks and the nearest name. */
export function requireStack(name: string, known: readonly string[] = stackNames()): string {
    if (known.includes(name)) {
        return name;
    }
    const [closest] = nearest(name, known);
    throw new CommandError(
        `there is no stack "${name}"`,
        `stacks: ${known.join(", ")}`,
        closest === undefined ? `add stacks/Pulumi.${name}.yaml` : `did you mean ${closest}?`,
    );
}
