import { ApiError, type ResourceType } from "../../contract";
import { flag, optionalNumber, optionalText } from "../../props";

export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Days that PutRetentionPolicy takes; 0 keeps logs for ever. CloudWatch Logs API reference. */
const retentions = [
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** `aws:cloudwatch/logGroup:LogGroup`. Rules: CloudWatch Logs API, CreateLogGroup, DeleteLogGroup. */
export const logGroup: ResourceType = {
    token: LOG_GROUP,
    title: "CloudWatch Logs Log Group",
    named: inputs => optionalText(inputs, "name") ?? "",
    autoname: { property: "name", maxLength: 512 },
    replaceOn: ["logGroupClass", "name", "namePrefix"],
    defaults: { skipDestroy: false },
    computed: ["deletionProtectionEnabled", "logGroupClass", "name", "namePrefix"],
    check(inputs) {
        const retention = optionalNumber(inputs, "retentionInDays");
        const name = optionalText(inputs, "name");
        return [
            ...(retention === undefined || retentions.includes(retention)
                ? []
                : [
                      {
                          property: "retentionInDays",
                          reason: `expected retentionInDays to be one of [${retentions.join(" ")}], got ${retention}`,
                      },
                  ]),
            ...(name === undefined || /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)
                ? []
                : [
                      {
                          property: "name",
                          reason: `name isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed): ${name}`,
                      },
                  ]),
        ];
    },
    create({ account, region }, inputs) {
        const name =
            optionalText(inputs, "name") ??
            `${optionalText(inputs, "namePrefix") ?? "terraform-"}${account.newId("lg").slice(3)}`;
        if (account.store.get(LOG_GROUP, region, name)) {
            throw logsError(
                "CreateLogGroup",
                "ResourceAlreadyExistsException",
                "The specified log group already exists",
            );
        }
        return {
            id: name,
            outputs: {
                arn: `arn:${account.partition}:logs:${region}:${account.accountId}:log-group:${name}`,
                deletionProtectionEnabled: flag(inputs, "deletionProtectionEnabled"),
                logGroupClass: optionalText(inputs, "logGroupClass") ?? "STANDARD",
                name,
                namePrefix: "",
            },
        };
    },
    update: (_, __, inputs) => ({ deletionProtectionEnabled: flag(inputs, "deletionProtectionEnabled") }),
    remove(_, current) {
        if (flag(current.outputs, "deletionProtectionEnabled")) {
            throw logsError(
                "DeleteLogGroup",
                "ValidationException",
                "Cannot delete a log group that has deletion protection enabled",
            );
        }
    },
};

function logsError(operation: string, code: string, text: string): ApiError {
    return new ApiError("CloudWatch Logs", operation, 400, code, text);
}
