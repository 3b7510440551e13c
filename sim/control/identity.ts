import type { Account } from "../cloud/contract";
import { getCallerIdentity } from "../cloud/aws/sts/get-caller-identity";
import { roleByArn } from "../cloud/aws/iam/roles";
import { text } from "../cloud/props";
import { RequestError, type CallerIdentity } from "./api";

/** Session name that `aws eks get-token --role-arn` gives (aws-cli, awscli/customizations/eks/get_token.py). */
const sessionName = "EKSGetTokenAuth";

/**
 * Who calls: the account's own caller, or a session of a role that it takes on. The role has to exist; what its trust policy
 * says of the caller is not looked at, the simulated account has only one person in it.
 */
export function callerIdentity(account: Account, roleArn?: string): CallerIdentity {
    const call = { account, region: "", tags: {}, signal: new AbortController().signal };
    const caller = getCallerIdentity.invoke(call, {});
    if (roleArn === undefined) {
        return { UserId: text(caller, "userId"), Account: account.accountId, Arn: account.callerArn };
    }
    const role = roleByArn(account, roleArn);
    if (role === undefined) {
        throw new RequestError(
            403,
            "An error occurred (AccessDenied) when calling the AssumeRole operation: " +
                `User: ${account.callerArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        );
    }
    return {
        UserId: `${text(role.outputs, "uniqueId")}:${sessionName}`,
        Account: account.accountId,
        Arn: `arn:${account.partition}:sts::${account.accountId}:assumed-role/${role.id}/${sessionName}`,
    };
}
