/** Questions that EC2 asks of instance profiles. */
import { GLOBAL, type Account, type Props, type StoredResource } from "../../contract";
import { optionalText } from "../../props";
import { roleByName } from "./roles";
import { INSTANCE_PROFILE } from "./tokens";

/** The profile that a launch names by ARN or by name. */
export function instanceProfileOf(account: Account, named: Props): StoredResource | undefined {
    const [arn, name] = [optionalText(named, "arn"), optionalText(named, "name")];
    return account.store
        .list(INSTANCE_PROFILE, GLOBAL)
        .find(each => (arn === undefined ? each.id === name : each.outputs.arn === arn));
}

export function roleOfProfile(account: Account, profile: StoredResource | undefined): StoredResource | undefined {
    const role = optionalText(profile?.inputs ?? {}, "role");
    return role === undefined ? undefined : roleByName(account, role);
}
