import type { InputProblem, Props, ResourceType, StoredResource } from "../../contract";
import { flag, number, optionalNumber, optionalText, record, records, text } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { LAUNCH_TEMPLATE } from "./tokens";

/** `aws:ec2/launchTemplate:LaunchTemplate`. Rules: EC2 user guide, "Launch templates"; EC2 API, CreateLaunchTemplateVersion. */
export const launchTemplate: ResourceType = {
    token: LAUNCH_TEMPLATE,
    title: "EC2 Launch Template",
    named: inputs => optionalText(inputs, "name") ?? "",
    operations: { update: "CreateLaunchTemplateVersion" },
    autoname: { property: "name", maxLength: 125 },
    replaceOn: ["name", "namePrefix"],
    computed: ["defaultVersion", "name", "namePrefix"],
    unordered: ["tagSpecifications", "securityGroupNames", "vpcSecurityGroupIds"],
    unknownAfterUpdate: (previous, next) => {
        if (sameVersion(previous, next)) return [];
        return flag(next, "updateDefaultVersion") ? ["latestVersion", "defaultVersion"] : ["latestVersion"];
    },
    check: problems,
    create(call, inputs) {
        const { account, region } = call;
        const id = account.newId("lt");
        const name =
            optionalText(inputs, "name") ?? `${optionalText(inputs, "namePrefix") ?? "terraform-"}${id.slice(3)}`;
        if (account.store.list(LAUNCH_TEMPLATE, region).some(each => text(each.outputs, "name") === name)) {
            throw ec2Error(
                "CreateLaunchTemplate",
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "Launch template name already in use.",
            );
        }
        refuseBadUserData(inputs, "CreateLaunchTemplate");
        return {
            id,
            outputs: {
                arn: arnOf(call, "launch-template", id),
                defaultVersion: 1,
                latestVersion: 1,
                name,
                namePrefix: "",
            },
            hidden: { versions: { "1": versionData(inputs) } },
        };
    },
    update({ account }, current, inputs) {
        const latest = number(current.outputs, "latestVersion");
        const changed = !sameVersion(current.inputs, inputs);
        const latestVersion = changed ? latest + 1 : latest;
        if (changed) {
            refuseBadUserData(inputs, "CreateLaunchTemplateVersion");
            const versions = { ...record(current.hidden, "versions"), [latestVersion]: versionData(inputs) };
            account.store.put({ ...current, hidden: { ...current.hidden, versions } });
        }
        return { latestVersion, defaultVersion: defaultVersion(current, inputs, latestVersion) };
    },
    remove: () => undefined,
    locate: ({ account, region }, importId) =>
        account.store.list(LAUNCH_TEMPLATE, region).find(each => text(each.outputs, "name") === importId)?.id,
};

/** Properties that belong to the template and not to one of its versions. */
const templateProperties = new Set(["defaultVersion", "name", "namePrefix", "region", "tags", "updateDefaultVersion"]);

function versionData(inputs: Props): Props {
    return Object.fromEntries(Object.entries(inputs).filter(([key]) => !templateProperties.has(key)));
}

function sameVersion(previous: Props, next: Props): boolean {
    const text = (inputs: Props) =>
        JSON.stringify(Object.entries(versionData(inputs)).sort(([a], [b]) => a.localeCompare(b)));
    return text(previous) === text(next);
}

function defaultVersion(current: StoredResource, inputs: Props, latest: number): number {
    const wanted = optionalNumber(inputs, "defaultVersion");
    if (flag(inputs, "updateDefaultVersion")) return latest;
    if (wanted === undefined) return number(current.outputs, "defaultVersion");
    if (wanted > latest || wanted < 1) {
        throw ec2Error(
            "ModifyLaunchTemplate",
            "InvalidLaunchTemplateId.VersionNotFound",
            `Could not find the specified version ${wanted} for the launch template with ID ${current.id}.`,
        );
    }
    return wanted;
}

/** "User data must be base64-encoded", at most 16 KB before encoding. EC2 user guide, "Run commands at launch". */
function refuseBadUserData(inputs: Props, operation: string): void {
    const userData = optionalText(inputs, "userData");
    if (userData === undefined) return;
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(userData.replaceAll("\n", ""))) {
        throw ec2Error(operation, "InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
    }
    if (Buffer.from(userData, "base64").length > 16_384) {
        throw ec2Error(operation, "InvalidParameterValue", "User data is limited to 16384 bytes");
    }
}

const marketTypes = ["spot", "capacity-block"];
const resourceTypes = [
    "capacity-reservation",
    "fleet",
    "instance",
    "network-interface",
    "spot-instances-request",
    "volume",
];

/** What the provider checks before it asks the API. Source: terraform-provider-aws, `ec2_launch_template.go`. */
function problems(inputs: Props): readonly InputProblem[] {
    const name = optionalText(inputs, "name");
    const market = optionalText(record(inputs, "instanceMarketOptions") ?? {}, "marketType");
    const hopLimit = record(inputs, "metadataOptions")?.httpPutResponseHopLimit;
    return [
        ...(name !== undefined && !/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)
            ? [{ property: "name", reason: `name must be 3 to 128 letters, digits and ( ) . - / _, got ${name}` }]
            : []),
        ...("defaultVersion" in inputs && flag(inputs, "updateDefaultVersion")
            ? [{ property: "defaultVersion", reason: `"defaultVersion": conflicts with updateDefaultVersion` }]
            : []),
        ...(market !== undefined && !marketTypes.includes(market)
            ? [
                  {
                      property: "instanceMarketOptions.marketType",
                      reason: `expected marketType to be one of ["spot" "capacity-block"], got ${market}`,
                  },
              ]
            : []),
        ...(typeof hopLimit === "number" && (hopLimit < 1 || hopLimit > 64)
            ? [
                  {
                      property: "metadataOptions.httpPutResponseHopLimit",
                      reason: `expected httpPutResponseHopLimit to be in the range (1 - 64), got ${hopLimit}`,
                  },
              ]
            : []),
        ...records(inputs, "tagSpecifications").flatMap((specification, index) => {
            const type = optionalText(specification, "resourceType");
            return type === undefined || resourceTypes.includes(type)
                ? []
                : [
                      {
                          property: `tagSpecifications[${index}].resourceType`,
                          reason: `unsupported resource type: ${type}`,
                      },
                  ];
        }),
    ];
}
