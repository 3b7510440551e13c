import type { ResourceType } from "../../contract";
import { optionalNumber, optionalText, text } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { INSTANCE, PLACEMENT_GROUP } from "./tokens";

const strategies = ["cluster", "partition", "spread"];

/** `aws:ec2/placementGroup:PlacementGroup`. Rules: EC2 user guide, "Placement groups"; EC2 API, CreatePlacementGroup. */
export const placementGroup: ResourceType = {
    token: PLACEMENT_GROUP,
    title: "EC2 Placement Group",
    named: inputs => text(inputs, "name"),
    autoname: { property: "name", maxLength: 255 },
    replaceOn: ["name", "partitionCount", "spreadLevel", "strategy"],
    computed: ["partitionCount", "spreadLevel"],
    check(inputs) {
        const strategy = optionalText(inputs, "strategy");
        const partitions = optionalNumber(inputs, "partitionCount");
        return [
            ...(strategy === undefined || strategies.includes(strategy)
                ? []
                : [
                      {
                          property: "strategy",
                          reason: `expected strategy to be one of ["cluster" "partition" "spread"], got ${strategy}`,
                      },
                  ]),
            // "Valid only when Strategy is set to partition", at most 7 in a zone.
            ...(partitions !== undefined && strategy !== undefined && strategy !== "partition"
                ? [
                      {
                          property: "partitionCount",
                          reason: `partitionCount must not be set when strategy = ${JSON.stringify(strategy)}`,
                      },
                  ]
                : []),
            ...("spreadLevel" in inputs && strategy !== undefined && strategy !== "spread"
                ? [
                      {
                          property: "spreadLevel",
                          reason: `spreadLevel must not be set when strategy = ${JSON.stringify(strategy)}`,
                      },
                  ]
                : []),
        ];
    },
    create(call, inputs) {
        const { account, region } = call;
        const name = text(inputs, "name");
        if (account.store.get(PLACEMENT_GROUP, region, name)) {
            throw ec2Error(
                "CreatePlacementGroup",
                "InvalidPlacementGroup.Duplicate",
                `The placement group '${name}' already exists.`,
            );
        }
        const strategy = text(inputs, "strategy");
        return {
            id: name,
            outputs: {
                arn: arnOf(call, "placement-group", name),
                partitionCount: optionalNumber(inputs, "partitionCount") ?? (strategy === "partition" ? 2 : 0),
                placementGroupId: account.newId("pg"),
                spreadLevel: inputs.spreadLevel ?? (strategy === "spread" ? "rack" : ""),
            },
        };
    },
    update: () => ({}),
    remove({ account, region }, current) {
        if (account.store.list(INSTANCE, region).some(instance => instance.outputs.placementGroup === current.id)) {
            throw ec2Error(
                "DeletePlacementGroup",
                "InvalidPlacementGroup.InUse",
                `The placement group ${current.id} is in use and may not be deleted.`,
            );
        }
    },
};
