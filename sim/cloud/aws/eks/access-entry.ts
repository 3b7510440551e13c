import type { InputProblem, ResourceType } from "../../contract";
import { text } from "../../props";
import { associationsOf, createEntry, entryId, entryTypes, updateEntry } from "./access-entries";
import { activeCluster, clusterNamed } from "./clusters";
import { ACCESS_ENTRY } from "./tokens";

/** CreateAccessEntry, UpdateAccessEntry, DeleteAccessEntry. */
export const accessEntry: ResourceType = {
    token: ACCESS_ENTRY,
    title: "EKS Access Entry",
    named: inputs => entryId(text(inputs, "clusterName"), text(inputs, "principalArn")),
    replaceOn: ["clusterName", "principalArn", "type"],
    defaults: { type: "STANDARD" },
    computed: ["kubernetesGroups", "userName"],
    unordered: ["kubernetesGroups"],

    check(inputs): readonly InputProblem[] {
        const type = inputs.type;
        if (typeof type !== "string" || entryTypes.some(each => each === type)) return [];
        return [{ property: "type", reason: `expected type to be one of [${entryTypes.join(" ")}], got ${type}` }];
    },

    create({ account, region }, inputs) {
        const cluster = activeCluster(account, region, text(inputs, "clusterName"), "CreateAccessEntry");
        const outputs = createEntry(account, cluster, inputs);
        return { id: entryId(cluster.id, text(inputs, "principalArn")), outputs };
    },

    update: ({ account }, current, inputs) => updateEntry(account, current, inputs),

    remove({ account, region }, current) {
        const cluster = clusterNamed(account, region, text(current.inputs, "clusterName"), "DeleteAccessEntry");
        for (const each of associationsOf(account, cluster, text(current.inputs, "principalArn")))
            account.store.remove(each.type, each.region, each.id);
    },
};
