import type { ApiError, Call, StoredResource } from "../../contract";
import { text } from "../../props";
import { ec2Error } from "./ec2-error";
import { KEY_PAIR } from "./tokens";

export function keyPairNamed(
    { account, region }: Pick<Call, "account" | "region">,
    name: string,
): StoredResource | undefined {
    return account.store.list(KEY_PAIR, region).find(each => text(each.outputs, "keyName") === name);
}

/** EC2's words for a key pair that the region does not have (EC2 Auto Scaling user guide, ts-as-instancelaunchfailure-2). */
export function keyPairProblem(
    call: Pick<Call, "account" | "region">,
    name: string | undefined,
    operation = "RunInstances",
): ApiError | undefined {
    if (name === undefined || keyPairNamed(call, name)) return undefined;
    return ec2Error(operation, "InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`);
}
