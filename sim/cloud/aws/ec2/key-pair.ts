import { createHash } from "node:crypto";

import type { ResourceType } from "../../contract";
import { optionalText, text } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { keyPairNamed } from "./key-pairs";
import { KEY_PAIR } from "./tokens";

const kinds: Readonly<Record<string, string>> = { "ssh-rsa": "rsa", "ssh-ed25519": "ed25519" };

/** `aws:ec2/keyPair:KeyPair`. Rules: EC2 API, ImportKeyPair ("RSA … ED25519", "public key must be in OpenSSH format"). */
export const keyPair: ResourceType = {
    token: KEY_PAIR,
    title: "EC2 Key Pair",
    named: inputs => optionalText(inputs, "keyName") ?? "",
    operations: { create: "ImportKeyPair" },
    autoname: { property: "keyName", maxLength: 255 },
    replaceOn: ["keyName", "keyNamePrefix", "publicKey"],
    computed: ["keyName", "keyNamePrefix"],
    create(call, inputs) {
        const { account } = call;
        const id = account.newId("key");
        const name =
            optionalText(inputs, "keyName") ?? `${optionalText(inputs, "keyNamePrefix") ?? "terraform-"}${id.slice(4)}`;
        if (keyPairNamed(call, name))
            throw ec2Error("ImportKeyPair", "InvalidKeyPair.Duplicate", `The keypair already exists: ${name}`);
        const [kind = "", body = ""] = text(inputs, "publicKey").trim().split(/\s+/);
        const keyType = kinds[kind];
        if (keyType === undefined || !/^[A-Za-z0-9+/]+=*$/.test(body))
            throw ec2Error("ImportKeyPair", "InvalidKey.Format", "Key is not in valid OpenSSH public key format");
        const fingerprint = createHash("md5").update(Buffer.from(body, "base64")).digest("hex");
        return {
            id: name,
            outputs: {
                arn: arnOf(call, "key-pair", name),
                fingerprint: fingerprint.match(/../g)?.join(":") ?? "",
                keyName: name,
                keyNamePrefix: optionalText(inputs, "keyNamePrefix") ?? "",
                keyPairId: id,
                keyType,
            },
        };
    },
    update: () => ({}),
    // Instances that were started with it keep it in their own authorized keys.
    remove: () => undefined,
};
