import {
    acceleratorFamilyOf,
    isFpga,
    isNeuron,
    isNvidia,
    isNvidiaX86,
} from "../../components/catalog/aws/instance-types";
import type { InstanceTypeEntry } from "./instance-types";
import { profilesOf } from "./mig";
import type { CatalogTables } from "./every-table";
import { readTables } from "./tables";

/** What the catalogue is generated to: file name in components/catalog/generated → content. The same tables give the same bytes. */
export function catalogFiles(dataDirectory: string): ReadonlyMap<string, string> {
    const tables = readTables(dataDirectory);
    const { instanceTypes } = tables;
    return new Map([
        ["aws-fpga-types.json", rows(tables.fpgaTypes)],
        ["aws-image-support.json", rows(tables.imageSupport)],
        ["aws-instance-types.json", rows([...instanceTypes.accelerated, ...instanceTypes.system])],
        ["aws-network-cards.json", rows(tables.networkCards)],
        ["aws-neuron-types.json", rows(tables.neuronTypes)],
        ["aws-node-images.json", rows(tables.images)],
        ["aws-offerings.json", rows(tables.offerings)],
        ["aws-prices.json", rows(tables.prices)],
        ["aws-quotas.json", rows(tables.quotas)],
        ["aws-regions.json", rows(tables.regions)],
        ["device-plugins.json", rows(tables.devicePlugins)],
        ["eks-addons.json", rows(tables.eksAddons)],
        ["eks-registries.json", rows(tables.eksRegistries)],
        ["eks-versions.json", rows(tables.eksVersions)],
        ["neuron-companions.json", rows(tables.companions)],
        ["nvidia-mig.json", rows(tables.migProfiles)],
        ["types.generated.ts", unions(tables)],
    ]);
}

/** One row per line, so that a changed row is a changed line. */
function rows(entries: readonly object[]): string {
    return `[\n${entries.map(entry => JSON.stringify(entry)).join(",\n")}\n]\n`;
}

function unions({ instanceTypes: { accelerated, system }, ...tables }: CatalogTables): string {
    const names = (types: readonly InstanceTypeEntry[]) => types.map(type => type.name);
    const nvidia = accelerated.filter(type => acceleratorFamilyOf(type) === "nvidia");
    const parts = [
        "// Written by `npm run catalog` from data/*.csv. Do not edit.\n",
        union("AwsAcceleratedInstanceType", "Every accelerated EC2 type.", names(accelerated)),
        union("AwsGpuInstanceType", "Types with NVIDIA GPUs, retired ones included.", names(nvidia)),
        union(
            "AwsNvidiaInstanceType",
            "Types with NVIDIA GPUs that can still be bought, on x86 and ARM, UltraServers included.",
            names(nvidia.filter(isNvidia)),
        ),
        union(
            "AwsNvidiaX86InstanceType",
            "Types with NVIDIA GPUs on x86 that EC2 still sells on their own.",
            names(nvidia.filter(isNvidiaX86)),
        ),
        union(
            "AwsNeuronInstanceType",
            "Types with Inferentia or Trainium chips that can still be bought, UltraServers included.",
            names(accelerated.filter(isNeuron)),
        ),
        union("AwsFpgaInstanceType", "Types with FPGAs, the retired F1 included.", names(accelerated.filter(isFpga))),
        union("AwsSystemInstanceType", "General-purpose types for nodes without accelerators.", names(system)),
        `/** Every EC2 type of the catalogue. */\nexport type AwsInstanceType = AwsAcceleratedInstanceType | AwsSystemInstanceType;\n`,
        union(
            "AwsRegion",
            "Regions of the commercial partition.",
            tables.regions.map(region => region.name),
        ),
        union(
            "NodeImageName",
            "Node images by their EKS `amiType`.",
            tables.images.map(image => image.name),
        ),
        union(
            "EksKubernetesVersion",
            "Kubernetes versions on EKS.",
            tables.eksVersions.map(row => row.version),
        ),
        union("EksAddonName", "EKS add-ons with pinned versions.", [
            ...new Set(tables.eksAddons.map(row => row.addon)),
        ]),
        union(
            "DevicePluginName",
            "Device plugins, DRA drivers and operators.",
            tables.devicePlugins.map(row => row.name),
        ),
        union("MigProfile", "Profiles that NVIDIA GPUs can be divided into.", [
            ...new Set(tables.migProfiles.map(row => row.profile)),
        ]),
        migProfilesOfTypes(nvidia.filter(isNvidia), tables),
        lncOfTypes(tables),
    ];
    return parts.join("\n");
}

function migProfilesOfTypes(types: readonly InstanceTypeEntry[], { migProfiles }: Pick<CatalogTables, "migProfiles">) {
    const doc = "Profiles by instance type, for the types that can still be bought and whose GPUs can be divided.";
    return choicesOfTypes(
        "MigProfilesOfTypes",
        doc,
        types.map(type => [type.name, profilesOf(type, migProfiles).map(({ profile }) => profile)]),
    );
}

function lncOfTypes({ neuronTypes }: Pick<CatalogTables, "neuronTypes">): string {
    const doc = "How many physical cores may count as one, by instance type, for the types that have the choice.";
    return choicesOfTypes(
        "LncOfTypes",
        doc,
        neuronTypes.map(({ type, lnc }) => [type, lnc.settings]),
    );
}

/** An interface with a union for each type that has a choice. */
function choicesOfTypes(
    name: string,
    doc: string,
    types: readonly (readonly [type: string, choices: readonly (string | number)[]])[],
): string {
    const lines = types
        .filter(([, choices]) => choices.length > 0)
        .map(
            ([type, choices]) =>
                `    readonly ${JSON.stringify(type)}: ${choices.map(each => JSON.stringify(each)).join(" | ")};`,
        );
    return `/** ${doc} */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`;
}

function union(name: string, doc: string, members: readonly string[]): string {
    return `/** ${doc} */\nexport type ${name} =\n${members.map(member => `    | ${JSON.stringify(member)}`).join("\n")};\n`;
}
