import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { checkout, type LocalPaths } from "./local-paths";
import type { StackChoice } from "./stack-names";

interface Project {
    readonly main: string;
    readonly stackConfigDir: string;
}

/**
 * A private copy of the project in which the engine runs: it writes an encryption salt into the configuration of every stack,
 * and the file in the checkout is the user's. The program is the one of the checkout.
 */
export function writeLocalProject(paths: LocalPaths): void {
    const { stackConfigDir: _folder, ...project } = parse(
        readFileSync(join(checkout, "Pulumi.yaml"), "utf8"),
    ) as Project;
    writeFileSync(join(paths.project, "Pulumi.yaml"), stringify({ ...project, main: join(checkout, project.main) }));
}

/** Puts the stack's configuration as it is now into the private project, with the salt of earlier runs. */
export function writeStackConfiguration(paths: LocalPaths, { name, file }: StackChoice): void {
    const own = join(paths.project, `Pulumi.${name}.yaml`);
    const before = existsSync(own) ? (parse(readFileSync(own, "utf8")) as { encryptionsalt?: string } | null) : null;
    const configuration = parse(readFileSync(file, "utf8")) as object;
    const salt = before?.encryptionsalt === undefined ? {} : { encryptionsalt: before.encryptionsalt };
    writeFileSync(own, stringify({ ...configuration, ...salt }));
}
