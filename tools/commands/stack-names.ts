import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { nearest } from "../../components/catalog/nearest";
import { checkout } from "./local-paths";
import { CommandError } from "./command-error";

/** A stack and the file that configures it. */
export interface StackChoice {
    readonly name: string;
    readonly file: string;
}

const configurationFile = /^Pulumi\.(.+)\.yaml$/;

/** The stacks of this checkout: one per `stacks/Pulumi.<stack>.yaml`. */
export function stackNames(directory: string = join(checkout, "stacks")): string[] {
    return readdirSync(directory)
        .map(file => configurationFile.exec(file)?.[1])
        .filter(name => name !== undefined)
        .sort();
}

/**
 * What a user means by `quickstart`, or by the path of a `Pulumi.<stack>.yaml` that lies elsewhere.
 *
 * @throws CommandError that lists the stacks and the nearest name when there is no such stack.
 */
export function chooseStack(given: string, directory: string = join(checkout, "stacks")): StackChoice {
    const nameInPath = configurationFile.exec(basename(given))?.[1];
    if (nameInPath !== undefined) {
        const file = resolve(given);
        if (!existsSync(file)) {
            throw new CommandError(`there is no file ${file}`);
        }
        return { name: nameInPath, file };
    }
    const known = stackNames(directory);
    if (known.includes(given)) {
        return { name: given, file: join(directory, `Pulumi.${given}.yaml`) };
    }
    const [closest] = nearest(given, known);
    throw new CommandError(
        `there is no stack "${given}"`,
        `stacks: ${known.join(", ")}`,
        closest === undefined ? `add stacks/Pulumi.${given}.yaml` : `did you mean ${closest}?`,
    );
}
