import type { Call, StoredResource } from "../../contract";
import { ec2Error } from "./ec2-error";
import { VPC } from "./tokens";

/** Throws `InvalidVpcID.NotFound`. */
export function vpcOf(call: Pick<Call, "account" | "region">, id: string, operation: string): StoredResource {
    const found = call.account.store.get(VPC, call.region, id);
    if (!found) throw ec2Error(operation, "InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
    return found;
}
