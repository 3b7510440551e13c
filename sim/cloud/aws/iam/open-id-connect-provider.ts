import { GLOBAL, type InputProblem, type ResourceType } from "../../contract";
import { text, texts } from "../../props";
import { iamError } from "./iam-error";
import { OPEN_ID_CONNECT_PROVIDER } from "./tokens";

/** CreateOpenIDConnectProvider. One provider per URL and account; without thumbprints IAM finds the certificate itself. */
export const openIdConnectProvider: ResourceType = {
    token: OPEN_ID_CONNECT_PROVIDER,
    title: "IAM OIDC Provider",
    global: true,
    replaceOn: ["url"],
    computed: ["thumbprintLists"],
    unordered: ["clientIdLists"],

    check(inputs): readonly InputProblem[] {
        const url = inputs.url;
        if (typeof url !== "string" || url.startsWith("https://")) return [];
        return [{ property: "url", reason: `expected "url" to have a url with schema of: "https", got ${url}` }];
    },

    create({ account }, inputs) {
        const url = text(inputs, "url");
        const host = url.replace(/^https:\/\//, "");
        const arn = `arn:${account.partition}:iam::${account.accountId}:oidc-provider/${host}`;
        if (account.store.get(OPEN_ID_CONNECT_PROVIDER, GLOBAL, arn))
            throw iamError(
                "CreateOpenIDConnectProvider",
                "EntityAlreadyExists",
                `Provider with url ${url} already exists.`,
            );
        return { id: arn, outputs: { arn, thumbprintLists: thumbprints(texts(inputs, "thumbprintLists")) } };
    },

    update: (_call, _current, inputs) => ({ thumbprintLists: thumbprints(texts(inputs, "thumbprintLists")) }),

    remove() {
        // Roles that trust the provider stay, and can no longer be assumed through it.
    },
};

/** The root that signs EKS's issuers, which IAM records when none is given. */
function thumbprints(given: readonly string[]): readonly string[] {
    return given.length > 0 ? given : ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"];
}
