/** Questions that other services ask of the account's roles. */
import { GLOBAL, type Account, type StoredResource } from "../../contract";
import { text, texts } from "../../props";
import { managedPolicyName } from "./managed-policies";
import { letsServiceAssume, parseTrust } from "./policy-document";
import { POLICY, ROLE, ROLE_POLICY_ATTACHMENT } from "./tokens";

export function roleByName(account: Account, name: string): StoredResource | undefined {
    return account.store.get(ROLE, GLOBAL, name);
}

export function roleByArn(account: Account, arn: string): StoredResource | undefined {
    return account.store.list(ROLE).find(role => role.outputs.arn === arn);
}

/** ARNs of the managed policies attached to a role, by attachments of their own and by the role's `managedPolicyArns`. */
export function attachedPolicies(account: Account, role: StoredResource): readonly string[] {
    const attached = account.store
        .list(ROLE_POLICY_ATTACHMENT)
        .filter(each => each.inputs.role === role.id)
        .map(each => text(each.inputs, "policyArn"));
    return [...new Set([...texts(role.inputs, "managedPolicyArns"), ...attached])].sort();
}

/** Names of the AWS managed policies attached to a role: `AmazonEKSWorkerNodePolicy`. */
export function awsPolicyNames(account: Account, role: StoredResource): ReadonlySet<string> {
    const names = attachedPolicies(account, role).map(arn => managedPolicyName(arn, account.partition));
    return new Set(names.filter(name => name !== undefined));
}

/** A managed policy that may be attached: AWS's own, or one of this account. */
export function policyExists(account: Account, arn: string): boolean {
    return (
        managedPolicyName(arn, account.partition) !== undefined || account.store.get(POLICY, GLOBAL, arn) !== undefined
    );
}

/** True when the role's trust policy lets this service assume it. */
export function roleTrusts(
    account: Account,
    role: StoredResource,
    service: string,
    action = "sts:AssumeRole",
): boolean {
    const trust = parseTrust(text(role.inputs, "assumeRolePolicy"), () => true);
    return "document" in trust && letsServiceAssume(trust.document, `${service}.amazonaws.com`, action);
}

/** True for the ARN of a role of this account that exists, and for whatever of other accounts and users, which are not simulated. */
export function principalExists(account: Account, arn: string): boolean {
    if (!arn.startsWith(`arn:${account.partition}:iam::${account.accountId}:role/`)) return true;
    return roleByArn(account, arn) !== undefined;
}
