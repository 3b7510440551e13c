/*
 * The schemas of what the account serves, and that handlers speak the same names.
 * Not proven here: that the SDK's names are AWS's.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

import { lookups, resourceTypes } from "../../../sim/cloud/aws";
import { checkout } from "../../../sim/cloud/checkout";
import { generatedSchemas, schemaText } from "../../../sim/provider/schema/generate";
import { schemaFile, schemaFolder, schemaOf } from "../../../sim/provider/schema/load";
import type { ValueSchema } from "../../../sim/provider/schema/type-schema";

describe("the schemas", () => {
    it("are those of the installed SDK, all of them and no others", function () {
        this.timeout(60_000);
        const folder = path.join(checkout(), schemaFolder);
        const schemas = generatedSchemas();
        const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(file => file.endsWith(".json"));
        assert.deepEqual(files.sort(), schemas.map(schema => path.normalize(schemaFile(schema.token))).sort());
        for (const schema of schemas) {
            const committed = readFileSync(path.join(folder, schemaFile(schema.token)), "utf8");
            assert.equal(
                committed,
                schemaText(schema),
                `${schema.token}: run node --import tsx sim/provider/schema/generate.ts`,
            );
        }
    });

    it("hold inputs, nested ones, what is required and what only the cloud says", () => {
        const group = schemaOf("aws:eks/nodeGroup:NodeGroup");
        assert.deepEqual([...group.required].sort(), ["clusterName", "nodeRoleArn", "scalingConfig", "subnetIds"]);
        assert.deepEqual(group.inputs.scalingConfig, {
            kind: "object",
            properties: { desiredSize: { kind: "number" }, maxSize: { kind: "number" }, minSize: { kind: "number" } },
            required: ["desiredSize", "maxSize", "minSize"],
        });
        assert.ok("arn" in group.outputs && !("arn" in group.inputs));
        assert.deepEqual(schemaOf("aws:iam/role:Role").inputs.assumeRolePolicy, { kind: "json" });
        assert.equal(schemaOf("aws:ec2/placementGroup:PlacementGroup").inputs.strategy!.kind, "string");
        assert.deepEqual(schemaOf("aws:ec2/vpc:Vpc").inputs.tags, { kind: "map", values: { kind: "string" } });
    });
});

describe("every type of resource", () => {
    it("is held once", () => {
        const tokens = [...resourceTypes, ...lookups].map(each => each.token);
        assert.deepEqual(tokens, [...new Set(tokens)]);
    });

    for (const type of resourceTypes) {
        it(`${type.token} names only inputs that the SDK has`, () => {
            const { inputs } = schemaOf(type.token);
            const named = [
                ...type.replaceOn,
                ...Object.keys(type.defaults ?? {}),
                ...(type.unordered ?? []),
                ...(type.autoname ? [type.autoname.property] : []),
            ];
            for (const name of named) assert.ok(isAt(inputs, name), `${name} is no input of ${type.token}`);
        });

        it(`${type.token} names only outputs that the SDK has`, () => {
            const { inputs, outputs } = schemaOf(type.token);
            const always = typeof type.unknownAfterUpdate === "function" ? [] : (type.unknownAfterUpdate ?? []);
            for (const name of [...(type.secretOutputs ?? []), ...always]) {
                assert.ok(isAt({ ...inputs, ...outputs }, name), `${name} is no output of ${type.token}`);
            }
        });

        it(`${type.token} has a region exactly if the SDK says so`, () => {
            assert.equal("region" in schemaOf(type.token).inputs, type.global !== true);
        });
    }
});

/** `ingress.*.cidrBlocks`, `vpcConfig.subnetIds` */
function isAt(properties: Readonly<Record<string, ValueSchema>>, name: string): boolean {
    const [first = "", ...rest] = name.split(".").filter(part => part !== "*");
    let schema = properties[first];
    for (const part of rest) {
        const inner = schema?.kind === "list" ? schema.items : schema;
        schema = inner?.kind === "object" ? inner.properties[part] : undefined;
    }
    return schema !== undefined;
}
