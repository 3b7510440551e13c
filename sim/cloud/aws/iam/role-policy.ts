import type { Account, Props, ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import { iamError } from "./iam-error";
import { jsonProblem, nameProblem } from "./input-problems";
import { parsePermissions } from "./policy-document";
import { roleByName } from "./roles";
import { ROLE_POLICY } from "./tokens";

/** IAM quota "Role inline policies": 10,240 characters without white space (IAM user guide, quotas). */
const maxSize = 10_240;

/** PutRolePolicy, DeleteRolePolicy: a policy that lives inside one role. */
export const rolePolicy: ResourceType = {
    token: ROLE_POLICY,
    title: "IAM Role Policy",
    named: inputs => `${text(inputs, "role")}:${text(inputs, "name")}`,
    autoname: { property: "name", maxLength: 128 },
    global: true,
    replaceOn: ["name", "namePrefix", "role"],
    check: inputs => [...nameProblem(inputs, "name", 128), ...jsonProblem(inputs, "policy")],
    create({ account }, inputs) {
        put(account, inputs);
        return {
            id: `${text(inputs, "role")}:${text(inputs, "name")}`,
            outputs: { namePrefix: optionalText(inputs, "namePrefix") ?? "" },
        };
    },
    update({ account }, _current, inputs) {
        put(account, inputs);
        return {};
    },
    remove() {
        // Nothing else knows of an inline policy.
    },
};

function put(account: Account, inputs: Props): void {
    const roleName = text(inputs, "role");
    if (!roleByName(account, roleName))
        throw iamError("PutRolePolicy", "NoSuchEntity", `The role with name ${roleName} cannot be found.`);
    const source = text(inputs, "policy");
    const permissions = parsePermissions(source);
    if ("problem" in permissions) throw iamError("PutRolePolicy", "MalformedPolicyDocument", permissions.problem);
    if (source.replace(/\s/g, "").length > maxSize)
        throw iamError(
            "PutRolePolicy",
            "LimitExceeded",
            `Maximum policy size of ${maxSize} bytes exceeded for role ${roleName}`,
        );
}
