import type * as pulumi from "@pulumi/pulumi";

export type Tags = Readonly<Record<string, pulumi.Input<string>>>;

/** What the AWS resources of one component share. */
export interface Scope {
    /** Name of the component: every child is `<name>-<suffix>`. */
    readonly name: string;
    readonly region: string;
    readonly tags: Tags;
    readonly parent: pulumi.Resource;
}

/** The user's tags with the name under which people find the resource in the console. */
export function namedTags(tags: Tags, name: string): Record<string, pulumi.Input<string>> {
    return { ...tags, Name: name };
}

/** Region and tags of a child: the planned region is always said, so that what was checked is what is made. */
export function placed(scope: Scope, name: string): { region: string; tags: Record<string, pulumi.Input<string>> } {
    return { region: scope.region, tags: namedTags(scope.tags, name) };
}
