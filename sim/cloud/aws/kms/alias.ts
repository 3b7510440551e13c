import type { ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import { keyOf } from "./key";
import { ALIAS, kmsError } from "./kms-error";

/** `aws:kms/alias:Alias`. Rules: KMS API, CreateAlias, UpdateAlias. */
export const alias: ResourceType = {
    token: ALIAS,
    title: "KMS Alias",
    named: inputs => optionalText(inputs, "name") ?? "",
    autoname: { property: "name", maxLength: 256, prefix: "alias/" },
    replaceOn: ["name", "namePrefix"],
    computed: ["name", "namePrefix"],
    check(inputs) {
        const name = optionalText(inputs, "name");
        const fits = name === undefined || (/^alias\/[a-zA-Z0-9/_-]+$/.test(name) && !name.startsWith("alias/aws/"));
        return fits
            ? []
            : [
                  {
                      property: "name",
                      reason: `name must begin with 'alias/' (and not 'alias/aws/') and hold only letters, digits, /, _ and -`,
                  },
              ];
    },
    create(call, inputs) {
        const { account, region } = call;
        const key = keyOf(account, region, text(inputs, "targetKeyId"), "CreateAlias");
        const name =
            optionalText(inputs, "name") ??
            `${optionalText(inputs, "namePrefix") ?? "alias/terraform-"}${account.newId("a").slice(2)}`;
        const arn = `arn:${account.partition}:kms:${region}:${account.accountId}:${name}`;
        if (account.store.get(ALIAS, region, name)) {
            throw kmsError("CreateAlias", "AlreadyExistsException", `An alias with the name ${arn} already exists`);
        }
        return { id: name, outputs: { arn, name, namePrefix: "", targetKeyArn: text(key.outputs, "arn") } };
    },
    update({ account, region }, _, inputs) {
        return {
            targetKeyArn: text(keyOf(account, region, text(inputs, "targetKeyId"), "UpdateAlias").outputs, "arn"),
        };
    },
    remove: () => undefined,
};
