import { GLOBAL, type Account, type ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import { iamError } from "./iam-error";
import { nameProblem } from "./input-problems";
import { roleByName } from "./roles";
import { INSTANCE_PROFILE } from "./tokens";
import { uniqueId } from "./unique-id";

/** CreateInstanceProfile with AddRoleToInstanceProfile, DeleteInstanceProfile (the provider takes the role out first). */
export const instanceProfile: ResourceType = {
    token: INSTANCE_PROFILE,
    title: "IAM Instance Profile",
    named: inputs => text(inputs, "name"),
    autoname: { property: "name", maxLength: 128 },
    global: true,
    replaceOn: ["name", "namePrefix", "path"],
    defaults: { path: "/" },
    check: inputs => nameProblem(inputs, "name", 128),

    create({ account }, inputs) {
        const name = text(inputs, "name");
        if (account.store.list(INSTANCE_PROFILE, GLOBAL).some(each => each.id.toLowerCase() === name.toLowerCase()))
            throw iamError("CreateInstanceProfile", "EntityAlreadyExists", `Instance Profile ${name} already exists.`);
        refuseUnknownRole(account, optionalText(inputs, "role"));
        const path = optionalText(inputs, "path") ?? "/";
        return {
            id: name,
            outputs: {
                arn: `arn:${account.partition}:iam::${account.accountId}:instance-profile${path}${name}`,
                createDate: account.now().toISOString(),
                uniqueId: uniqueId(account, "AIPA"),
                namePrefix: optionalText(inputs, "namePrefix") ?? "",
            },
        };
    },

    update({ account }, _current, inputs) {
        refuseUnknownRole(account, optionalText(inputs, "role"));
        return {};
    },

    remove() {
        // Instances of a launch template keep running without their profile, as with EC2.
    },
};

function refuseUnknownRole(account: Account, roleName: string | undefined): void {
    if (roleName !== undefined && !roleByName(account, roleName))
        throw iamError("AddRoleToInstanceProfile", "NoSuchEntity", `The role with name ${roleName} cannot be found.`);
}
