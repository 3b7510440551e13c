import {
    chmodSync,
    existsSync,
    lstatSync,
    mkdirSync,
    readFileSync,
    readlinkSync,
    renameSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { checkout } from "../cloud/checkout";

export interface PluginVersions {
    /** Version of `@pulumi/aws` that the program has installed. */
    readonly aws: string;
    /** Version of `@pulumi/kubernetes` that the program has installed. */
    readonly kubernetes: string;
}

/**
 * Installs the simulated AWS provider and the real kubernetes provider into a private `PULUMI_HOME`, under the versions that
 * the engine asks for: those of the SDKs that the program has installed. Nothing is written when they are there already.
 *
 * @example installPlugins(".local/pulumi-home", tools["pulumi-resource-kubernetes"]);
 */
export function installPlugins(
    pulumiHome: string,
    kubernetesProvider: string,
    versions: PluginVersions = installedVersions(checkout()),
): void {
    const plugins = join(pulumiHome, "plugins");
    const simulated = join(checkout(), "sim", "bin", "pulumi-resource-aws");
    writeProgram(
        join(plugins, `resource-aws-v${versions.aws}`, "pulumi-resource-aws"),
        `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(simulated)} --plugin-version ${quote(versions.aws)} "$@"\n`,
    );
    link(
        join(plugins, `resource-kubernetes-v${versions.kubernetes}`, "pulumi-resource-kubernetes"),
        kubernetesProvider,
    );
}

/** Versions of the Pulumi SDKs as a program in this folder finds them. */
export function installedVersions(folder: string): PluginVersions {
    const find = createRequire(join(folder, "package.json"));
    const versionOf = (name: string): string =>
        (JSON.parse(readFileSync(find.resolve(`${name}/package.json`), "utf8")) as { version: string }).version;
    return { aws: versionOf("@pulumi/aws"), kubernetes: versionOf("@pulumi/kubernetes") };
}

function writeProgram(path: string, content: string): void {
    if (existsSync(path) && readFileSync(path, "utf8") === content) {
        return;
    }
    replace(path, draft => {
        writeFileSync(draft, content);
        chmodSync(draft, 0o755);
    });
}

function link(path: string, target: string): void {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(path) === target) {
        return;
    }
    replace(path, draft => symlinkSync(target, draft));
}

/** Made beside and renamed: an engine that looks at the same moment finds the old one or the new one. */
function replace(path: string, make: (draft: string) => void): void {
    const draft = `${path}.${process.pid}`;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(draft, { force: true });
    make(draft);
    renameSync(draft, path);
}

function quote(text: string): string {
    return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
