import { randomUUID } from "node:crypto";

import type { Account, Call, InputProblem, Props, ResourceType } from "../../contract";
import { flag, optionalNumber, optionalText, text } from "../../props";
import { ALIAS, KEY, kmsError } from "./kms-error";

/**
 * `aws:kms/key:Key`. Rules: KMS API, CreateKey, ScheduleKeyDeletion. A real key waits 7 to 30 days for its deletion and can be
 * brought back meanwhile; here it is gone at once, so that a destroyed stack leaves nothing.
 */
export const key: ResourceType = {
    token: KEY,
    title: "KMS Key",
    operations: { read: "DescribeKey", update: "UpdateKeyDescription", delete: "ScheduleKeyDeletion" },
    replaceOn: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    defaults: {
        bypassPolicyLockoutSafetyCheck: false,
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        isEnabled: true,
        keyUsage: "ENCRYPT_DECRYPT",
    },
    computed: ["description", "multiRegion", "policy", "rotationPeriodInDays"],
    check: inputs => [
        ...outside(inputs, "deletionWindowInDays", 7, 30),
        ...outside(inputs, "rotationPeriodInDays", 90, 2560),
        ...notJson(inputs),
    ],
    create(call, inputs) {
        refuseBadRotation(inputs);
        const id = flag(inputs, "multiRegion") ? `mrk-${randomUUID().replaceAll("-", "")}` : randomUUID();
        return { id, outputs: { arn: keyArn(call, id), keyId: id, ...filledIn(call, inputs) } };
    },
    update(call, _, inputs) {
        refuseBadRotation(inputs);
        return filledIn(call, inputs);
    },
    remove({ account, region }, current) {
        // "All aliases associated with the KMS key are deleted" once the key is.
        for (const alias of account.store.list(ALIAS, region)) {
            if (alias.outputs.targetKeyArn === current.outputs.arn) account.store.remove(ALIAS, region, alias.id);
        }
    },
};

/** A key by its id or ARN. Throws `NotFoundException`. */
export function keyOf(account: Account, region: string, idOrArn: string, operation: string) {
    const found = account.store.get(KEY, region, idOrArn.split("/").at(-1) ?? idOrArn);
    if (found && (found.id === idOrArn || found.outputs.arn === idOrArn)) return found;
    const arn = idOrArn.startsWith("arn:") ? idOrArn : keyArn({ account, region }, idOrArn);
    throw kmsError(operation, "NotFoundException", `Key '${arn}' does not exist`);
}

function keyArn({ account, region }: Pick<Call, "account" | "region">, id: string): string {
    return `arn:${account.partition}:kms:${region}:${account.accountId}:key/${id}`;
}

function filledIn({ account }: Call, inputs: Props): Props {
    return {
        description: optionalText(inputs, "description") ?? "",
        multiRegion: flag(inputs, "multiRegion"),
        policy: optionalText(inputs, "policy") ?? defaultPolicy(account),
        rotationPeriodInDays:
            optionalNumber(inputs, "rotationPeriodInDays") ?? (flag(inputs, "enableKeyRotation") ? 365 : 0),
    };
}

/** KMS developer guide, "Default key policy". */
function defaultPolicy(account: Account): string {
    return JSON.stringify({
        Id: "key-default-1",
        Statement: [
            {
                Action: "kms:*",
                Effect: "Allow",
                Principal: { AWS: `arn:${account.partition}:iam::${account.accountId}:root` },
                Resource: "*",
                Sid: "Enable IAM User Permissions",
            },
        ],
        Version: "2012-10-17",
    });
}

/** "Automatic key rotation is supported only on symmetric encryption KMS keys." KMS API, EnableKeyRotation. */
function refuseBadRotation(inputs: Props): void {
    if (flag(inputs, "enableKeyRotation") && text(inputs, "customerMasterKeySpec") !== "SYMMETRIC_DEFAULT") {
        throw kmsError(
            "EnableKeyRotation",
            "UnsupportedOperationException",
            "Automatic key rotation is supported only on symmetric encryption KMS keys.",
        );
    }
}

function outside(inputs: Props, property: string, low: number, high: number): readonly InputProblem[] {
    const value = optionalNumber(inputs, property);
    if (value === undefined || (value >= low && value <= high)) return [];
    return [{ property, reason: `expected ${property} to be in the range (${low} - ${high}), got ${value}` }];
}

function notJson(inputs: Props): readonly InputProblem[] {
    const policy = optionalText(inputs, "policy");
    if (policy === undefined) return [];
    try {
        JSON.parse(policy);
        return [];
    } catch (error) {
        return [
            {
                property: "policy",
                reason: `"policy" contains an invalid JSON: ${error instanceof Error ? error.message : String(error)}`,
            },
        ];
    }
}
