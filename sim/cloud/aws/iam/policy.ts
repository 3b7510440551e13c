import { GLOBAL, type Account, type ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import { iamError } from "./iam-error";
import { jsonProblem, nameProblem } from "./input-problems";
import { parsePermissions } from "./policy-document";
import { attachedPolicies } from "./roles";
import { POLICY, ROLE } from "./tokens";
import { uniqueId } from "./unique-id";

/** IAM quota "Managed policy length": 6,144 characters without white space (IAM user guide, quotas). */
const maxSize = 6_144;

/** CreatePolicy, CreatePolicyVersion, DeletePolicy: a customer managed policy. */
export const policy: ResourceType = {
    token: POLICY,
    title: "IAM Policy",
    named: inputs => text(inputs, "name"),
    autoname: { property: "name", maxLength: 128 },
    global: true,
    replaceOn: ["name", "namePrefix", "path", "description"],
    defaults: { path: "/" },
    check: inputs => [...nameProblem(inputs, "name", 128), ...jsonProblem(inputs, "policy")],

    create({ account }, inputs) {
        const name = text(inputs, "name");
        const taken = account.store
            .list(POLICY, GLOBAL)
            .some(each => text(each.inputs, "name").toLowerCase() === name.toLowerCase());
        if (taken)
            throw iamError(
                "CreatePolicy",
                "EntityAlreadyExists",
                `A policy called ${name} already exists. Duplicate names are not allowed.`,
            );
        refuseMalformed("CreatePolicy", text(inputs, "policy"));
        const arn = `arn:${account.partition}:iam::${account.accountId}:policy${optionalText(inputs, "path") ?? "/"}${name}`;
        return {
            id: arn,
            outputs: {
                arn,
                attachmentCount: 0,
                policyId: uniqueId(account, "ANPA"),
                namePrefix: optionalText(inputs, "namePrefix") ?? "",
            },
        };
    },

    read: ({ account }, current) => ({ ...current.outputs, attachmentCount: attachments(account, current.id) }),

    update(_call, _current, inputs) {
        refuseMalformed("CreatePolicyVersion", text(inputs, "policy"));
        return {};
    },

    remove({ account }, current) {
        if (attachments(account, current.id) > 0)
            throw iamError("DeletePolicy", "DeleteConflict", "Cannot delete a policy attached to entities.");
    },
};

function refuseMalformed(operation: string, source: string): void {
    const permissions = parsePermissions(source);
    if ("problem" in permissions) throw iamError(operation, "MalformedPolicyDocument", permissions.problem);
    if (source.replace(/\s/g, "").length > maxSize)
        throw iamError(operation, "LimitExceeded", `Cannot exceed quota for PolicySize: ${maxSize}`);
}

function attachments(account: Account, arn: string): number {
    return account.store.list(ROLE, GLOBAL).filter(role => attachedPolicies(account, role).includes(arn)).length;
}
