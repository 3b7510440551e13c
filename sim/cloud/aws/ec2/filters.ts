import type { Props } from "../../contract";
import { records, text, texts } from "../../props";
import { ec2Error } from "./ec2-error";

/** What a resource answers to each filter that the API knows for it. */
export type Attributes = Readonly<Record<string, readonly string[]>>;

/**
 * True when the resource passes every filter of the lookup: a filter passes when one of its values matches, `*` and `?`
 * stand for anything. Source: EC2 API, "Filter". Tags are filters named `tag:<key>` and `tag-key`.
 *
 * @throws `InvalidParameterValue` for a filter that the API does not have.
 */
export function passes(
    args: Props,
    attributes: Attributes,
    tags: Readonly<Record<string, string>>,
    operation: string,
): boolean {
    return records(args, "filters").every(filter => {
        const name = text(filter, "name");
        const values =
            name === "tag-key" ? Object.keys(tags) : name.startsWith("tag:") ? tagValue(tags, name) : attributes[name];
        if (!values) throw ec2Error(operation, "InvalidParameterValue", `The filter '${name}' is invalid`);
        return texts(filter, "values").some(pattern => values.some(value => matches(value, pattern)));
    });
}

function tagValue(tags: Readonly<Record<string, string>>, name: string): readonly string[] {
    const value = tags[name.slice("tag:".length)];
    return value === undefined ? [] : [value];
}

function matches(value: string, pattern: string): boolean {
    const expression = pattern
        .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${expression}$`).test(value);
}
