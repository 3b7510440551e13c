/**
 * `aws:iam/getPolicyDocument:getPolicyDocument`: writes a policy from its parts; it asks nobody. Order of the lists, merging
 * by Sid and the `&{` escape as the provider does them: terraform-provider-aws `internal/service/iam/policy_document_data_source.go`
 * and `policy_model.go`.
 */
import { createHash } from "node:crypto";
import { ApiError, type Json, type LookupFunction, type Props } from "../../contract";
import { isList, isProps, optionalText, records, text, texts } from "../../props";

interface Document {
    Version?: string;
    Id?: string;
    Statement: readonly Props[];
}

export const getPolicyDocument: LookupFunction = {
    token: "aws:iam/getPolicyDocument:getPolicyDocument",
    invoke(_call, args) {
        const sources = texts(args, "sourcePolicyDocuments").map(source => readDocument(source, "source"));
        refuseDuplicateSids(sources.flatMap(each => each.Statement));
        const own: Document = {
            Version: optionalText(args, "version") ?? "2012-10-17",
            Id: optionalText(args, "policyId"),
            Statement: records(args, "statements").map(writeStatement),
        };
        refuseDuplicateSids(own.Statement);
        const overrides = texts(args, "overridePolicyDocuments").map(source => readDocument(source, "override"));
        const merged = [...sources, own, ...overrides].reduce(merge);

        const document = {
            ...(merged.Version && { Version: merged.Version }),
            ...(merged.Id && { Id: merged.Id }),
            ...(merged.Statement.length > 0 && { Statement: merged.Statement }),
        };
        const json = JSON.stringify(document, undefined, 2);
        const id = String(createHash("sha256").update(json).digest().readUInt32BE());
        return { ...args, id, json, minifiedJson: JSON.stringify(document), version: own.Version ?? "" };
    },
};

function readDocument(source: string, kind: "source" | "override"): Document {
    let value: Json;
    try {
        value = JSON.parse(source) as Json;
    } catch (error) {
        throw problem(`merging ${kind} document: ${String(error)}`);
    }
    if (!isProps(value)) throw problem(`merging ${kind} document: not a JSON object`);
    const statement = value.Statement;
    return {
        Version: optionalText(value, "Version"),
        Id: optionalText(value, "Id"),
        Statement: isList(statement) ? statement.filter(isProps) : isProps(statement) ? [statement] : [],
    };
}

/** A statement replaces an earlier one of the same Sid, in its place. */
function merge(left: Document, right: Document): Document {
    const statements = [...left.Statement];
    for (const statement of right.Statement) {
        const at = statement.Sid ? statements.findIndex(each => each.Sid === statement.Sid) : -1;
        if (at >= 0) statements[at] = statement;
        else statements.push(statement);
    }
    const newer = (right.Version ?? "") > (left.Version ?? "") ? right.Version : left.Version;
    return { Version: newer, Id: right.Id ?? left.Id, Statement: statements };
}

function refuseDuplicateSids(statements: readonly Props[]): void {
    const sids = statements.map(each => optionalText(each, "Sid")).filter(sid => sid !== undefined);
    const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
    if (twice !== undefined) throw problem(`duplicate Sid (${twice}). Remove the Sid or ensure the Sid is unique.`);
}

function writeStatement(statement: Props): Props {
    return withoutEmpty({
        Sid: optionalText(statement, "sid"),
        Effect: optionalText(statement, "effect") ?? "Allow",
        Action: oneOrSorted(texts(statement, "actions")),
        NotAction: oneOrSorted(texts(statement, "notActions")),
        Resource: oneOrSorted(texts(statement, "resources").map(unescape)),
        NotResource: oneOrSorted(texts(statement, "notResources").map(unescape)),
        Principal: writePrincipals(records(statement, "principals")),
        NotPrincipal: writePrincipals(records(statement, "notPrincipals")),
        Condition: writeConditions(records(statement, "conditions")),
    });
}

function writePrincipals(principals: readonly Props[]): Json | undefined {
    if (principals.length === 0) return undefined;
    const byType = new Map<string, string[]>();
    for (const each of principals) {
        const type = text(each, "type");
        byType.set(type, [...(byType.get(type) ?? []), ...texts(each, "identifiers").map(unescape)]);
    }
    if (byType.size === 1 && byType.get("*")?.join() === "*") return "*";
    const entries = [...byType].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([type, names]) => [type, oneOrSorted(names) ?? []]));
}

function writeConditions(conditions: readonly Props[]): Json | undefined {
    if (conditions.length === 0) return undefined;
    const byTest = new Map<string, Map<string, string[]>>();
    for (const each of conditions) {
        const variables = byTest.get(text(each, "test")) ?? new Map<string, string[]>();
        byTest.set(text(each, "test"), variables);
        const variable = text(each, "variable");
        variables.set(variable, [...(variables.get(variable) ?? []), ...texts(each, "values").map(unescape)]);
    }
    const sorted = <T>(entries: Iterable<[string, T]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
        sorted(byTest).map(([test, variables]) => [
            test,
            Object.fromEntries(
                sorted(variables).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values]),
            ),
        ]),
    );
}

/** The provider sorts lists backwards. */
function oneOrSorted(values: readonly string[]): Json | undefined {
    if (values.length <= 1) return values[0];
    return [...values].sort().reverse();
}

function unescape(value: string): string {
    return value.replaceAll("&{", "${");
}

function withoutEmpty(entries: Readonly<Record<string, Json | undefined>>): Props {
    const kept = Object.entries(entries).filter((entry): entry is [string, Json] => entry[1] !== undefined);
    return Object.fromEntries(kept);
}

function problem(what: string): ApiError {
    return new ApiError("IAM", "PolicyDocument", 400, "InvalidPolicyDocument", `writing IAM Policy Document: ${what}`);
}
