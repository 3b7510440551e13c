/**
 * Policy documents as IAM reads them. The grammar and the texts of refusal: IAM user guide, "Grammar of the IAM JSON policy
 * language"; texts measured against CreateRole and CreatePolicy in badmintoncryer/cdk-preflight (rules/iam, 2026).
 */
import { isList, isProps, optionalText } from "../../props";
import type { Json, Props } from "../../contract";
import { isServicePrincipal } from "./service-principals";

export interface Statement {
    readonly effect: "Allow" | "Deny";
    readonly actions: readonly string[];
    /** `["AWS", "arn:…"]`, `["Service", "ec2.amazonaws.com"]`; empty in a policy that has none. */
    readonly principals: readonly (readonly [kind: string, name: string])[];
    readonly props: Props;
}

export interface PolicyDocument {
    readonly statements: readonly Statement[];
}

export type Parsed = { readonly document: PolicyDocument } | { readonly problem: string };

const syntaxError = "Syntax errors in policy.";
const documentKeys = new Set(["Version", "Id", "Statement"]);
const statementKeys = new Set([
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
]);

/** The JSON value of a policy, or undefined when it is not JSON at all. */
export function policyJson(source: string): Json | undefined {
    try {
        return JSON.parse(source) as Json;
    } catch {
        return undefined;
    }
}

/** Reads a document that grants permissions: every statement needs an action and a resource, and names no principal. */
export function parsePermissions(source: string): Parsed {
    return parse(source, statement => {
        if ("Principal" in statement.props || "NotPrincipal" in statement.props)
            return "Policy document should not specify a principal.";
        if (!("Resource" in statement.props) && !("NotResource" in statement.props))
            return "Policy statement must contain resources.";
        const unprefixed = statement.actions.find(action => action !== "*" && !action.includes(":"));
        return unprefixed && "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    });
}

/** Reads the policy of a bucket: it names who, does only what S3 does, and only with this bucket (S3 API, PutBucketPolicy). */
export function parseBucketPolicy(source: string, bucketArn: string): Parsed {
    return parse(source, statement => {
        const { props, actions } = statement;
        if (!("Principal" in props) && !("NotPrincipal" in props)) return "Missing required field Principal";
        if (actions.some(action => action !== "*" && !action.startsWith("s3:"))) return "Policy has invalid action";
        const resources = strings(props.Resource ?? props.NotResource) ?? [];
        const own = (arn: string) => arn === bucketArn || arn.startsWith(`${bucketArn}/`);
        return resources.length > 0 && resources.every(own) ? undefined : "Policy has invalid resource";
    });
}

const trustActions = new Set([
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:AssumeRoleWithSAML",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "sts:SetContext",
    "sts:*",
]);

/** Reads the document that says who may assume a role. `principalExists` answers for the ARNs of this account. */
export function parseTrust(source: string, principalExists: (arn: string) => boolean): Parsed {
    return parse(source, statement => {
        if ("Resource" in statement.props || "NotResource" in statement.props) return "Has prohibited field Resource";
        if (statement.props.Principal === "*") return 'AssumeRolepolicy contained an invalid principal: "STAR":"*".';
        if (statement.principals.length === 0) return "Missing required field Principal";
        if (statement.actions.some(action => !trustActions.has(action)))
            return "AssumeRole policy may only specify STS AssumeRole actions.";
        const invalid = statement.principals.find(([kind, name]) => !validPrincipal(kind, name, principalExists));
        return invalid && `Invalid principal in policy: "${invalid[0].toUpperCase()}":"${invalid[1]}"`;
    });
}

/** True when the document lets this service assume the role with this action. Conditions are taken as met. */
export function letsServiceAssume(document: PolicyDocument, service: string, action: string): boolean {
    const applies = (statement: Statement) =>
        statement.principals.some(([kind, name]) => kind === "Service" && name === service) &&
        statement.actions.some(each => each === action || each === "sts:*");
    const matching = document.statements.filter(applies);
    return matching.some(each => each.effect === "Allow") && !matching.some(each => each.effect === "Deny");
}

function validPrincipal(kind: string, name: string, exists: (arn: string) => boolean): boolean {
    switch (kind) {
        case "Service":
            return isServicePrincipal(name);
        case "AWS":
            if (name === "*" || /^\d{12}$/.test(name)) return true;
            if (/^arn:[a-z0-9-]+:iam::\d{12}:root$/.test(name)) return true;
            return /^arn:[a-z0-9-]+:iam::\d{12}:(user|role)\/[^*?]+$/.test(name) && exists(name);
        case "Federated":
            return name.includes(".") || name.startsWith("arn:");
        case "CanonicalUser":
            return true;
        default:
            return false;
    }
}

function parse(source: string, problemOf: (statement: Statement) => string | undefined): Parsed {
    const json = policyJson(source);
    if (json === undefined) return { problem: "This policy contains invalid Json" };
    if (!isProps(json) || Object.keys(json).some(key => !documentKeys.has(key))) return { problem: syntaxError };
    const version = json.Version;
    if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") return { problem: syntaxError };

    const listed = isList(json.Statement) ? json.Statement : [json.Statement];
    const statements = listed.map(each => (isProps(each) ? readStatement(each) : undefined));
    if (statements.length === 0 || statements.some(each => each === undefined)) return { problem: syntaxError };
    const whole = statements.filter(each => each !== undefined);

    const sids = whole.map(each => optionalText(each.props, "Sid")).filter(sid => sid !== undefined);
    if (sids.some(sid => !/^[A-Za-z0-9]*$/.test(sid)))
        return {
            problem:
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
        };
    if (new Set(sids).size < sids.length) return { problem: "Statement IDs (SID) in a single policy must be unique." };

    const problem = whole.map(problemOf).find(each => each !== undefined && each !== "");
    return problem === undefined ? { document: { statements: whole } } : { problem };
}

function readStatement(props: Props): Statement | undefined {
    if (Object.keys(props).some(key => !statementKeys.has(key))) return undefined;
    const effect = props.Effect;
    if (effect !== "Allow" && effect !== "Deny") return undefined;
    const actions = strings(props.Action ?? props.NotAction);
    if (!actions || actions.length === 0) return undefined;
    const principal = props.Principal ?? {};
    if (typeof principal !== "string" && !isProps(principal)) return undefined;
    const principals =
        typeof principal === "string"
            ? []
            : Object.entries(principal).map(([kind, names]) => [kind, strings(names)] as const);
    if (principals.some(([, names]) => !names)) return undefined;
    return {
        effect,
        actions,
        principals: principals.flatMap(([kind, names]) => (names ?? []).map(name => [kind, name] as const)),
        props,
    };
}

function strings(value: Json | undefined): readonly string[] | undefined {
    if (typeof value === "string") return [value];
    return isList(value) && value.every(each => typeof each === "string") ? value : undefined;
}
