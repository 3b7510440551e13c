import { GLOBAL, type Account, type Call, type InputProblem, type Props, type ResourceType } from "../../contract";
import { flag, optionalText, records, text, texts } from "../../props";
import { iamError } from "./iam-error";
import { jsonProblem, nameProblem } from "./input-problems";
import { parsePermissions, parseTrust } from "./policy-document";
import { attachedPolicies, policyExists, principalExists } from "./roles";
import { INSTANCE_PROFILE, ROLE, ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "./tokens";
import { uniqueId } from "./unique-id";

/**
 * CreateRole, UpdateRole, DeleteRole (IAM API reference). What replaces and what updates, and that a deletion takes the role
 * out of its instance profiles first: terraform-provider-aws `internal/service/iam/role.go`.
 */
export const role: ResourceType = {
    token: ROLE,
    title: "IAM Role",
    named: inputs => text(inputs, "name"),
    autoname: { property: "name", maxLength: 64 },
    global: true,
    replaceOn: ["name", "namePrefix", "path"],
    defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
    computed: ["managedPolicyArns", "inlinePolicies"],
    unordered: ["managedPolicyArns", "inlinePolicies"],

    check(inputs): readonly InputProblem[] {
        return [
            ...nameProblem(inputs, "name", 64),
            ...jsonProblem(inputs, "assumeRolePolicy"),
            ...sessionProblem(inputs),
        ];
    },

    create(call, inputs) {
        const { account } = call;
        const name = text(inputs, "name");
        const taken = account.store.list(ROLE).some(each => each.id.toLowerCase() === name.toLowerCase());
        if (taken) throw iamError("CreateRole", "EntityAlreadyExists", `Role with name ${name} already exists.`);
        refuseMalformed(account, "CreateRole", inputs);
        const path = optionalText(inputs, "path") ?? "/";
        return {
            id: name,
            outputs: {
                arn: `arn:${account.partition}:iam::${account.accountId}:role${path}${name}`,
                createDate: account.now().toISOString(),
                uniqueId: uniqueId(account, "AROA"),
                namePrefix: optionalText(inputs, "namePrefix") ?? "",
                managedPolicyArns: texts(inputs, "managedPolicyArns"),
                inlinePolicies: records(inputs, "inlinePolicies"),
            },
        };
    },

    read({ account }, current) {
        return { ...current.outputs, managedPolicyArns: attachedPolicies(account, current) };
    },

    update({ account }, _current, inputs) {
        refuseMalformed(account, "UpdateAssumeRolePolicy", inputs);
        return {};
    },

    remove(call, current) {
        leaveInstanceProfiles(call, current.id);
        const { store } = call.account;
        const force = flag(current.inputs, "forceDetachPolicies");
        const attachments = store.list(ROLE_POLICY_ATTACHMENT).filter(each => each.inputs.role === current.id);
        const inline = store.list(ROLE_POLICY).filter(each => each.inputs.role === current.id);
        if (!force && attachments.length > 0)
            throw iamError("DeleteRole", "DeleteConflict", "Cannot delete entity, must detach all policies first.");
        if (!force && inline.length > 0)
            throw iamError("DeleteRole", "DeleteConflict", "Cannot delete entity, must delete policies first.");
        for (const each of [...attachments, ...inline]) store.remove(each.type, each.region, each.id);
    },
};

function sessionProblem(inputs: Props): readonly InputProblem[] {
    const seconds = inputs.maxSessionDuration;
    if (typeof seconds !== "number" || (seconds >= 3600 && seconds <= 43200)) return [];
    return [
        {
            property: "maxSessionDuration",
            reason: `expected max_session_duration to be in the range (3600 - 43200), got ${seconds}`,
        },
    ];
}

function refuseMalformed(account: Account, operation: string, inputs: Props): void {
    const trust = parseTrust(text(inputs, "assumeRolePolicy"), arn => principalExists(account, arn));
    if ("problem" in trust) throw iamError(operation, "MalformedPolicyDocument", trust.problem);
    for (const policyArn of texts(inputs, "managedPolicyArns"))
        if (!policyExists(account, policyArn))
            throw iamError(
                "AttachRolePolicy",
                "NoSuchEntity",
                `Policy ${policyArn} does not exist or is not attachable.`,
            );
    for (const inline of records(inputs, "inlinePolicies")) {
        const policy = optionalText(inline, "policy");
        const permissions = policy === undefined ? undefined : parsePermissions(policy);
        if (permissions && "problem" in permissions)
            throw iamError("PutRolePolicy", "MalformedPolicyDocument", permissions.problem);
    }
}

function leaveInstanceProfiles({ account: { store } }: Call, roleName: string): void {
    for (const profile of store.list(INSTANCE_PROFILE, GLOBAL))
        if (profile.outputs.role === roleName) store.put({ ...profile, outputs: { ...profile.outputs, role: "" } });
}
