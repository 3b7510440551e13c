import type { LookupFunction } from "../../contract";
import { optionalText, text, textMap } from "../../props";
import { ec2Error } from "./ec2-error";
import { passes } from "./filters";
import { KEY_PAIR } from "./tokens";

/** `aws:ec2/getKeyPair:getKeyPair`. Source: EC2 API, DescribeKeyPairs. */
export const getKeyPair: LookupFunction = {
    token: "aws:ec2/getKeyPair:getKeyPair",
    invoke({ account, region }, args) {
        const [name, id] = [optionalText(args, "keyName"), optionalText(args, "keyPairId")];
        const found = account.store.list(KEY_PAIR, region).find(each => {
            const { outputs } = each;
            const tags = textMap(outputs, "tagsAll");
            const wanted = textMap(args, "tags");
            return (
                (name === undefined || outputs.keyName === name) &&
                (id === undefined || outputs.keyPairId === id) &&
                Object.entries(wanted).every(([key, value]) => tags[key] === value) &&
                passes(
                    args,
                    {
                        "key-pair-id": [text(outputs, "keyPairId")],
                        fingerprint: [text(outputs, "fingerprint")],
                        "key-name": [text(outputs, "keyName")],
                    },
                    tags,
                    "DescribeKeyPairs",
                )
            );
        });
        if (!found)
            throw ec2Error(
                "DescribeKeyPairs",
                "InvalidKeyPair.NotFound",
                `The key pair '${name ?? id ?? ""}' does not exist`,
            );
        const { arn, fingerprint, keyName, keyPairId, keyType, publicKey } = found.outputs;
        return {
            id: keyPairId ?? "",
            arn: arn ?? "",
            createTime: found.createdAt,
            fingerprint: fingerprint ?? "",
            keyName: keyName ?? "",
            keyPairId: keyPairId ?? "",
            keyType: keyType ?? "",
            publicKey: args.includePublicKey === true ? (publicKey ?? "") : "",
            region,
            tags: textMap(found.outputs, "tagsAll"),
        };
    },
};
