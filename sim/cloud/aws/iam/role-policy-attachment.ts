import type { ResourceType } from "../../contract";
import { text } from "../../props";
import { iamError } from "./iam-error";
import { attachedPolicies, policyExists, roleByName } from "./roles";
import { ROLE_POLICY_ATTACHMENT } from "./tokens";

/** IAM quota "Managed policies attached to an IAM role", default 10 (IAM user guide, "IAM and AWS STS quotas"). */
const policiesPerRole = 10;

/** AttachRolePolicy, DetachRolePolicy. Attaching what is attached already succeeds, as with IAM. */
export const rolePolicyAttachment: ResourceType = {
    token: ROLE_POLICY_ATTACHMENT,
    title: "IAM Role Policy Attachment",
    named: inputs => `${text(inputs, "role")}/${text(inputs, "policyArn")}`,
    global: true,
    replaceOn: ["role", "policyArn"],

    create({ account }, inputs) {
        const roleName = text(inputs, "role");
        const policyArn = text(inputs, "policyArn");
        const role = roleByName(account, roleName);
        if (!role)
            throw iamError("AttachRolePolicy", "NoSuchEntity", `The role with name ${roleName} cannot be found.`);
        if (!policyExists(account, policyArn))
            throw iamError(
                "AttachRolePolicy",
                "NoSuchEntity",
                `Policy ${policyArn} does not exist or is not attachable.`,
            );
        const attached = attachedPolicies(account, role);
        if (!attached.includes(policyArn) && attached.length >= policiesPerRole)
            throw iamError(
                "AttachRolePolicy",
                "LimitExceeded",
                `Cannot exceed quota for PoliciesPerRole: ${policiesPerRole}`,
            );
        return { id: `${roleName}/${policyArn}`, outputs: {} };
    },

    /** A role that was removed behind the engine's back took its attachments along. */
    read: ({ account }, current) => (roleByName(account, text(current.inputs, "role")) ? {} : undefined),

    remove() {
        // A role or policy that is gone took its attachments along; the provider ignores NoSuchEntity here.
    },
};
