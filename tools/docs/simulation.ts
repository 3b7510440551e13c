import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { lookups, resourceTypes } from "../../sim/cloud/aws";
import { fpgaImages } from "../../sim/cloud/aws/eks/boot/fpga-images";
import { ownImages } from "../../sim/cloud/aws/eks/node-images";
import { quotaDefaults } from "../../sim/cloud/quota-defaults";
import { raisedQuotas } from "../commands/simulated-account";
import { table, withParts } from "./parts";

/** The parts of docs/simulation.md that follow from the simulator, by the name of their place in the page. */
const parts: Readonly<Record<string, () => string>> = {
    types: () => byService(resourceTypes.map(type => type.token)),
    lookups: () => byService(lookups.map(lookup => lookup.token)),
    images: () =>
        table(
            ["image", "amiType", "Kubernetes", "is"],
            ownImages().map(({ imageId, amiType, kubernetes, about }) => [
                `\`${imageId}\``,
                amiType,
                kubernetes,
                about,
            ]),
        ),
    "fpga images": () =>
        table(
            ["image", "family", "is"],
            fpgaImages().map(({ id, family, about }) => [`\`${id}\``, family, about]),
        ),
    quotas: () => table(["quota", "name", "a new account", "here"], quotaRows()),
    durations: () => durations(),
};

/** The page with its generated parts as they should be. */
export function simulationPage(page: string): string {
    return withParts(page, parts);
}

/** `aws:ec2/vpc:Vpc` and its like, a line for each service. */
function byService(tokens: readonly string[]): string {
    const services = [...new Set(tokens.map(serviceOf))].sort();
    const names = (service: string) =>
        tokens
            .filter(token => serviceOf(token) === service)
            .map(token => token.split(":").at(-1) ?? token)
            .sort();
    const line = (service: string) =>
        `- **${service}**: ${names(service)
            .map(name => `\`${name}\``)
            .join(", ")}`;
    return services.map(line).join("\n");
}

/** `ec2` of `aws:ec2/vpc:Vpc`; functions without a service of their own stand under `aws`. */
function serviceOf(token: string): string {
    const module = token.split(":")[1]?.split("/")[0] ?? "";
    return module === "index" ? "aws" : module;
}

function quotaRows(): string[][] {
    const defaults = new Map(quotaDefaults().map(quota => [`${quota.serviceCode}/${quota.quotaCode}`, quota]));
    return Object.entries(raisedQuotas).map(([key, value]) => {
        const quota = defaults.get(key);
        if (quota === undefined) throw new RangeError(`${key} is not a quota of the simulated account`);
        return [quota.quotaCode, quota.name, `${quota.value} ${quota.unit}`, `${value} ${quota.unit}`];
    });
}

function durations(): string {
    const file = join(__dirname, "..", "..", "sim", "cloud", "latency.csv");
    const rows = parse<Readonly<Record<"type" | "operation" | "seconds" | "source", string>>>(readFileSync(file), {
        columns: true,
    });
    if (rows.length === 0) return "The table has no rows yet: with any factor, every call is answered at once.";
    return table(
        ["type", "operation", "seconds", "source"],
        rows.map(({ type, operation, seconds, source }) => [`\`${type}\``, operation, seconds, source]),
    );
}
